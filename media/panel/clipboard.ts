/** What reading the clipboard came to. */
export type ClipboardPictures =
	| { readonly kind: 'pictures'; readonly blobs: readonly Blob[] }
	| { readonly kind: 'none' }
	/** The browser or the user doesn't allow it; a paste always does. */
	| { readonly kind: 'denied' };

/** Milliseconds in which the page may get the focus that reading needs; in which reading may begin to work with it; between two tries. */
const longestUnfocused = 5000;
const longestFocused = 1000;
const interval = 50;

/** The pictures on the user's own clipboard. A page without the focus is not refused, it isn't there yet: it waits. */
export async function readClipboard(): Promise<ClipboardPictures> {
	let focusDeadline = Number.POSITIVE_INFINITY;
	const deadline = performance.now() + longestUnfocused;
	for (;;) {
		if (document.hasFocus()) focusDeadline = Math.min(focusDeadline, performance.now() + longestFocused);
		if (await isDenied()) return { kind: 'denied' };
		try {
			const items = await navigator.clipboard.read();
			const blobs = await Promise.all(items.flatMap(pictureOf));
			return blobs.length > 0 ? { kind: 'pictures', blobs } : { kind: 'none' };
		} catch (error) {
			if (!(error instanceof DOMException) || performance.now() > Math.min(deadline, focusDeadline))
				return { kind: 'denied' };
			// Nothing tells when a frame inside others may read; it takes a moment after the focus has come.
			await new Promise((resolve) => setTimeout(resolve, interval));
		}
	}
}

function pictureOf(item: ClipboardItem): readonly Promise<Blob>[] {
	const type = item.types.find((candidate) => candidate.startsWith('image/'));
	return type === undefined ? [] : [item.getType(type)];
}

async function isDenied(): Promise<boolean> {
	try {
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- not in the list of every browser that this is compiled for
		const { state } = await navigator.permissions.query({ name: 'clipboard-read' as PermissionName });
		return state === 'denied';
	} catch {
		// A browser that knows no such permission asks when it is read.
		return false;
	}
}
