import * as l10n from '@vscode/l10n';
import type { PanelMessage } from '../../src/core/protocol.ts';
import { element } from './element.ts';

/** The input that comes into the page from outside. */
export interface Incoming {
	/** Explains the screenshot on the clipboard at once. */
	readonly explainClipboard: () => Promise<void>;
}

/** The drag type of the editor's own lists: URIs, one per line. */
const uriType = 'application/vnd.code.uri-list';

/** Milliseconds within which the editor may answer a shortcut that the page has handled already. */
const sameKeyPress = 500;

/** Attaches what is pasted into the page or dropped on it. `tell` shows a sentence near the question. */
export function createIncoming(
	page: HTMLElement,
	send: (message: PanelMessage) => void,
	tell: (sentence: string) => void,
): Incoming {
	let pasteIsExplained = false;
	let isReading = false;
	let lastKey = Number.NEGATIVE_INFINITY;

	async function explain(): Promise<void> {
		if (isReading) return;
		isReading = true;
		// While the picture is read and on its way.
		send({ type: 'getReady' });
		pasteIsExplained = false;
		tell('');
		const clipboard = await readClipboard();
		isReading = false;
		if (clipboard.kind === 'pictures') {
			send({ type: 'explainPictures', files: await readFiles(clipboard.blobs) });
		} else if (clipboard.kind === 'none') {
			tell(l10n.t('There is no picture on the clipboard. Take a screenshot, then try again.'));
		} else {
			pasteIsExplained = true;
			tell(l10n.t("The clipboard can't be read here. Press {0} to paste the screenshot.", pasteKey));
		}
	}

	document.addEventListener('keydown', (event) => {
		// While the page has the focus, a browser doesn't pass the shortcut to the editor.
		const isCommand = isMac ? event.metaKey : event.ctrlKey;
		if (event.code === 'KeyV' && isCommand && event.altKey && event.shiftKey) {
			event.preventDefault();
			lastKey = performance.now();
			void explain();
		}
	});
	document.addEventListener('paste', (event) => {
		const data = event.clipboardData;
		// Programs that copy a table add its picture to its text; pasting that into the question means the text.
		if (!data || data.files.length === 0 || data.types.includes('text/plain')) return;
		event.preventDefault();
		tell('');
		const type = pasteIsExplained ? 'explainPictures' : 'attachFiles';
		pasteIsExplained = false;
		void readFiles([...data.files]).then((files) => send({ type, files }));
	});
	acceptDrops(page, send);
	return {
		explainClipboard: async () => {
			if (performance.now() - lastKey > sameKeyPress) await explain();
		},
	};
}

const isMac = navigator.userAgent.includes('Mac');
const pasteKey = isMac ? '⌘V' : 'Ctrl+V';

function acceptDrops(page: HTMLElement, send: (message: PanelMessage) => void): void {
	const hint = element(
		'p',
		{ className: 'drop-hint', hidden: true },
		l10n.t('Hold Shift and drop pictures or a video here.'),
	);
	page.append(hint);
	page.addEventListener('dragover', (event) => {
		if (!isForeign(event.dataTransfer)) return;
		event.preventDefault();
		hint.hidden = false;
	});
	page.addEventListener('dragleave', (event) => {
		if (event.relatedTarget === null) hint.hidden = true;
	});
	page.addEventListener('drop', (event) => {
		hint.hidden = true;
		const data = event.dataTransfer;
		if (!isForeign(data)) return;
		event.preventDefault();
		const uris = data.getData(uriType).split(/\r?\n/).filter(Boolean);
		if (uris.length > 0) send({ type: 'attachUris', uris });
		else void readFiles([...data.files]).then((files) => send({ type: 'attachFiles', files }));
	});
}

/** Tells whether a drag comes from outside the page. */
function isForeign(data: DataTransfer | null): data is DataTransfer {
	return data?.types.some((type) => type === 'Files' || type === uriType) ?? false;
}

async function readFiles(files: readonly Blob[]): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }[]> {
	return Promise.all(
		files.map(async (file) => ({
			name: (file instanceof File && file.name) || l10n.t('screenshot'),
			bytes: new Uint8Array(await file.arrayBuffer()),
		})),
	);
}

/** The result of reading the clipboard. */
type ClipboardPictures =
	| { readonly kind: 'pictures'; readonly blobs: readonly Blob[] }
	| { readonly kind: 'none' }
	/** The browser or the user denies it; a paste always works. */
	| { readonly kind: 'denied' };

/**
 * Milliseconds in which the page may get the focus that reading needs; in which reading may then begin to work; between
 * two tries.
 */
const longestUnfocused = 5000;
const longestFocused = 3000;
const interval = 50;

/** Reads the pictures on the user's own clipboard. A page without the focus isn't denied yet: it waits. */
async function readClipboard(): Promise<ClipboardPictures> {
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
			// No event tells when a nested frame may read; it takes a moment after the focus has come.
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
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- missing from the list of some browsers that this is compiled for
		const { state } = await navigator.permissions.query({ name: 'clipboard-read' as PermissionName });
		return state === 'denied';
	} catch {
		// A browser without this permission asks at the time of reading.
		return false;
	}
}
