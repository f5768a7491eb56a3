/** An object of a parser. */
export type Node = Readonly<Record<string, unknown>>;

/** Returns all objects in a tree, in any order. */
export function nodesIn(tree: unknown): readonly Node[] {
	const found: Node[] = [];
	const seen = new Set<unknown>();
	const pending: unknown[] = [tree];
	while (pending.length > 0) {
		const next = pending.pop();
		if (typeof next !== 'object' || next === null || seen.has(next)) continue;
		seen.add(next);
		if (!Array.isArray(next)) found.push(next as Node);
		for (const [key, value] of Object.entries(next)) {
			if (key !== 'parent' && key !== 'parentNode' && key !== 'loc' && key !== 'position') pending.push(value);
		}
	}
	return found;
}
