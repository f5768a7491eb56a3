/** The pictures of the rows, asked for while their row is in the page: the last one that came into view first. */
export interface RowPictures {
	/** Calls back with the picture's address as soon as it is there, if it `isWanted` still. */
	readonly use: (id: string, callback: (url: string) => void, isWanted: () => boolean) => void;
	/** Takes the bytes of a picture; nothing where there is none. */
	readonly arrived: (id: string, bytes: Uint8Array | undefined) => void;
}

interface Wish {
	readonly callback: (url: string) => void;
	readonly isWanted: () => boolean;
}

/** The number of pictures that are asked for at once, and the number of those that are kept. */
const most = { asked: 4, kept: 300 } as const;

/** Creates the store. `request` asks the host for a picture's bytes. */
export function createRowPictures(request: (id: string) => void): RowPictures {
	/** Addresses by id, the last one that was used last. */
	const urls = new Map<string, string>();
	/** Rows by id, the last one that came into view last. */
	const wishes = new Map<string, Wish>();
	const asked = new Map<string, Wish>();

	function askNext(): void {
		for (const [id, wish] of [...wishes].toReversed()) {
			if (asked.size >= most.asked) return;
			wishes.delete(id);
			if (!wish.isWanted()) continue;
			asked.set(id, wish);
			request(id);
		}
	}

	return {
		use(id, callback, isWanted) {
			const url = urls.get(id);
			if (url !== undefined) {
				urls.delete(id);
				urls.set(id, url);
				return callback(url);
			}
			const wish = { callback, isWanted };
			if (asked.has(id)) asked.set(id, wish);
			else {
				wishes.delete(id);
				wishes.set(id, wish);
				// The row is in the page once all that is being drawn is.
				queueMicrotask(askNext);
			}
		},
		arrived(id, bytes) {
			const wish = asked.get(id);
			asked.delete(id);
			if (wish && bytes) {
				// Without a type of its own: the browser draws a picture by its bytes, and a blob is never navigated to.
				const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)]));
				urls.set(id, url);
				for (const [oldest, old] of urls) {
					if (urls.size <= most.kept) break;
					urls.delete(oldest);
					URL.revokeObjectURL(old);
				}
				if (wish.isWanted()) wish.callback(url);
			}
			askNext();
		},
	};
}
