import * as l10n from '@vscode/l10n';
import type { PanelMessage } from '../../src/core/protocol.ts';
import type { AttachRoom } from '../../src/core/transfer/attachRoom.ts';
import { mayBeDropped, meaningOf, transferTypes, type UnreachableReason } from '../../src/core/transfer/transfer.ts';
import { element } from './element.ts';
import { roomSentence, takeFiles, takeUris } from './takeFiles.ts';

/** The input that comes into the page from outside. */
export interface Incoming {
	/** Explains the screenshot on the clipboard at once. */
	readonly explainClipboard: () => Promise<void>;
}

/** Milliseconds within which the editor may answer a shortcut that the page has handled already. */
const sameKeyPress = 500;

/** What becomes of what comes in. */
export interface IncomingOptions {
	readonly send: (message: PanelMessage) => void;
	/** Shows a sentence near the question. */
	readonly tell: (sentence: string) => void;
	readonly room: () => AttachRoom;
}

/** Attaches what is pasted into the page or dropped on it. */
export function createIncoming(page: HTMLElement, { send, tell, room }: IncomingOptions): Incoming {
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
			const copied = clipboard.blobs.map((blob) => new File([blob], l10n.t('screenshot'), { type: blob.type }));
			await sendFiles(copied, 'explainPictures');
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
	async function sendFiles(given: readonly File[], type: 'explainPictures' | 'attachFiles'): Promise<void> {
		const { most } = room();
		// What is explained at once goes without what is attached.
		const free = type === 'explainPictures' ? { ...room(), left: most } : room();
		const { files, leftOut } = await takeFiles(given, free);
		tell(leftOut);
		if (files.length > 0) send({ type, files });
	}

	/** Does what a paste or a drop means; returns false where that is nothing for Glimpse. */
	function take(data: DataTransfer, how: 'paste' | 'drop'): boolean {
		const files = [...data.files];
		const texts = Object.fromEntries(transferTypes.map((type) => [type, data.getData(type)]));
		const meaning = meaningOf({ how, texts, files });
		if (meaning.kind === 'words') return false;
		tell('');
		const explained = pasteIsExplained && how === 'paste';
		pasteIsExplained &&= how === 'drop';
		switch (meaning.kind) {
			case 'files':
				void sendFiles(files, explained ? 'explainPictures' : 'attachFiles');
				break;
			case 'uris':
				attachUris(meaning.uris);
				break;
			case 'addresses':
				attachAddresses(meaning.addresses);
				break;
			case 'unreachable':
				tell(unreachableSentence(meaning.why));
		}
		return true;
	}

	function attachUris(given: readonly string[]): void {
		const { uris, leftOut } = takeUris(given, room());
		tell(leftOut);
		if (uris.length > 0) send({ type: 'attachUris', uris: [...uris] });
	}

	function attachAddresses(given: readonly URL[]): void {
		const taken = given.slice(0, room().left);
		tell(roomSentence(given.length - taken.length, room()));
		if (taken.length > 0) send({ type: 'attachAddresses', addresses: taken.map(({ href }) => href) });
	}

	document.addEventListener('paste', (event) => {
		if (event.clipboardData && take(event.clipboardData, 'paste')) event.preventDefault();
	});
	acceptDrops(page, (data) => take(data, 'drop'));
	return {
		explainClipboard: async () => {
			if (performance.now() - lastKey > sameKeyPress) await explain();
		},
	};
}

const isMac = navigator.userAgent.includes('Mac');
const pasteKey = isMac ? '⌘V' : 'Ctrl+V';

function unreachableSentence(why: UnreachableReason): string {
	switch (why) {
		case 'page':
			return l10n.t('This picture is only in the memory of its page. Copy the picture itself, then paste it here.');
		case 'plainHttp':
			return l10n.t('A picture is fetched only from an https address. Copy the picture itself, then paste it here.');
		case 'elsewhere':
			return l10n.t('This picture can’t be read from here. Copy the picture itself, then paste it here.');
	}
}

/** Milliseconds for which the hint stays when a drag says nothing more; a drag that the page still gets says so all the time. */
const hintTime = 4000;

function acceptDrops(page: HTMLElement, take: (data: DataTransfer) => boolean): void {
	const hint = element(
		'p',
		{ className: 'drop-hint', hidden: true },
		l10n.t('Hold Shift and drop pictures or a video here.'),
	);
	page.append(hint);
	let timer = 0;
	const hide = (): void => {
		clearTimeout(timer);
		hint.hidden = true;
	};
	// The editor takes the pointer from a page over which something is dragged without Shift, once it sees that nobody else cares:
	// of the first event by its default, of the others not at all.
	for (const type of ['dragenter', 'dragover'] as const) {
		page.addEventListener(type, (event) => {
			if (!event.dataTransfer || !mayBeDropped(event.dataTransfer.types)) return;
			event.preventDefault();
			event.stopPropagation();
			hint.hidden = false;
			clearTimeout(timer);
			timer = window.setTimeout(hide, hintTime);
		});
	}
	page.addEventListener('dragleave', (event) => {
		if (event.relatedTarget === null) hide();
	});
	page.addEventListener('drop', (event) => {
		hide();
		// What was accepted must not lead the page elsewhere, whatever it is; the question takes words.
		if (event.dataTransfer && (take(event.dataTransfer) || !isField(event.target))) event.preventDefault();
	});
}

function isField(target: EventTarget | null): boolean {
	return target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
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
