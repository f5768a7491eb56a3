/** The settings of an element: properties of the DOM object, and `data-` attributes. */
type Properties<K extends keyof HTMLElementTagNameMap> = Partial<
	Omit<HTMLElementTagNameMap[K], 'dataset' | 'style'>
> & {
	readonly data?: Readonly<Record<string, string>>;
};

/** Creates an element. Text becomes text nodes; nothing here parses HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
	tag: K,
	properties: Properties<K> = {},
	...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
	const made = document.createElement(tag);
	const { data, ...others } = properties;
	Object.assign(made, others);
	Object.assign(made.dataset, data);
	made.append(...children);
	return made;
}

/** Returns the elements in nodes, themselves included, that match a selector. */
export function elementsIn(nodes: readonly Node[], selector: string): readonly HTMLElement[] {
	const found: HTMLElement[] = [];
	for (const node of nodes) {
		if (!(node instanceof HTMLElement)) continue;
		if (node.matches(selector)) found.push(node);
		for (const inside of node.querySelectorAll<HTMLElement>(selector)) found.push(inside);
	}
	return found;
}

/** Sets a text only if it differs, to avoid needless layout, announcements and deselection. */
export function setText(target: HTMLElement, text: string): void {
	if (target.textContent !== text) target.textContent = text;
}
