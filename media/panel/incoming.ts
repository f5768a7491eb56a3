import * as l10n from '@vscode/l10n';
import type { PanelMessage } from '../../src/core/protocol.ts';
import { readClipboard } from './clipboard.ts';
import { element } from './element.ts';

/** What comes into the page from outside. */
export interface Incoming {
	/** Has the screenshot on the clipboard explained at once. */
	readonly explainClipboard: () => Promise<void>;
}

/** What the editor's own lists are dragged as: URIs, one a line. */
const uriType = 'application/vnd.code.uri-list';

/** Milliseconds in which the editor's own answer to a shortcut that the page has seen comes, where it sees it, too. */
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
		// With the focus in the page a browser doesn't show the shortcut to the editor.
		const isCommand = isMac ? event.metaKey : event.ctrlKey;
		if (event.code === 'KeyV' && isCommand && event.altKey && event.shiftKey) {
			event.preventDefault();
			lastKey = performance.now();
			void explain();
		}
	});
	document.addEventListener('paste', (event) => {
		const data = event.clipboardData;
		// Programs that copy a table put its picture beside its text; who pastes that into the question means the text.
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

/** Whether something comes from outside the page. */
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
