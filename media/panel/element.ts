/** What an element gets beside its children: properties of the DOM object, and `data-` attributes. */
type Properties<K extends keyof HTMLElementTagNameMap> = Partial<
	Omit<HTMLElementTagNameMap[K], 'dataset' | 'style'>
> & {
	readonly data?: Readonly<Record<string, string>>;
};

/** Makes an element. Text becomes text nodes; nothing here reads HTML. */
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

/** Sets a text only where it differs, so that nothing is laid out again, read out or deselected without need. */
export function setText(target: HTMLElement, text: string): void {
	if (target.textContent !== text) target.textContent = text;
}
