/** The pictures on the page by id: requested once, kept as blobs, released with their turn. */
export interface Pictures {
	/** Calls back with the picture's address as soon as it is there. */
	readonly use: (id: string, callback: (url: string) => void) => void;
	readonly arrived: (id: string, bytes: Uint8Array | undefined) => void;
	/** Releases all others. */
	readonly keepOnly: (ids: readonly string[]) => void;
}

/** Creates the store. `request` asks the host for a picture's bytes. */
export function createPictures(request: (id: string) => void): Pictures {
	const urls = new Map<string, string>();
	const waiting = new Map<string, ((url: string) => void)[]>();
	return {
		use(id, callback) {
			const url = urls.get(id);
			if (url !== undefined) return callback(url);
			const callbacks = waiting.get(id);
			if (callbacks) callbacks.push(callback);
			else {
				waiting.set(id, [callback]);
				request(id);
			}
		},
		arrived(id, bytes) {
			const callbacks = waiting.get(id) ?? [];
			waiting.delete(id);
			if (!bytes) return;
			// Without a type of its own: the browser draws a picture by its bytes, and a blob is never navigated to.
			const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)]));
			urls.set(id, url);
			for (const callback of callbacks) callback(url);
		},
		keepOnly(ids) {
			const kept = new Set(ids);
			for (const [id, url] of urls) {
				if (kept.has(id)) continue;
				URL.revokeObjectURL(url);
				urls.delete(id);
			}
		},
	};
}
