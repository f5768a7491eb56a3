// What the code uses of Node 22, for Node 20: the command line runs on both. The build puts it before each of its files.

function provide(owner: object, name: string, value: unknown): void {
	if (!(name in owner)) Object.defineProperty(owner, name, { value, writable: true, configurable: true });
}

provide(URL, 'parse', (address: string | URL, base?: string | URL): URL | null => {
	try {
		return new URL(address, base);
	} catch {
		return null;
	}
});

provide(Promise, 'withResolvers', <T>(): Partial<PromiseWithResolvers<T>> => {
	const made: Partial<PromiseWithResolvers<T>> = {};
	const promise = new Promise<T>((resolve, reject) => Object.assign(made, { resolve, reject }));
	return Object.assign(made, { promise });
});

provide(
	Map,
	'groupBy',
	<Key, Item>(items: Iterable<Item>, keyOf: (item: Item, index: number) => Key): Map<Key, Item[]> => {
		const groups = new Map<Key, Item[]>();
		let index = 0;
		for (const item of items) {
			const key = keyOf(item, index++);
			const group = groups.get(key);
			if (group) group.push(item);
			else groups.set(key, [item]);
		}
		return groups;
	},
);
