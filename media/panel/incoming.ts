import * as l10n from '@vscode/l10n';
import type { PanelMessage } from '../../src/core/protocol.ts';
import { element } from './element.ts';

/** What the editor's own lists are dragged as: URIs, one a line. */
const uriType = 'application/vnd.code.uri-list';

/** Attaches what is pasted into the page or dropped on it. */
export function receiveFiles(page: HTMLElement, send: (message: PanelMessage) => void): void {
	const hint = element(
		'p',
		{ className: 'drop-hint', hidden: true },
		l10n.t('Hold Shift and drop pictures or a video here.'),
	);
	page.append(hint);

	document.addEventListener('paste', (event) => {
		const data = event.clipboardData;
		// Programs that copy a table put its picture beside its text; who pastes that into the question means the text.
		if (!data || data.files.length === 0 || data.types.includes('text/plain')) return;
		event.preventDefault();
		void sendFiles([...data.files], send);
	});

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
		else void sendFiles([...data.files], send);
	});
}

/** Whether something comes from outside the page. */
function isForeign(data: DataTransfer | null): data is DataTransfer {
	return data?.types.some((type) => type === 'Files' || type === uriType) ?? false;
}

async function sendFiles(files: readonly File[], send: (message: PanelMessage) => void): Promise<void> {
	const read = files.map(async (file) => ({
		name: file.name || l10n.t('pasted picture'),
		bytes: new Uint8Array(await file.arrayBuffer()),
	}));
	send({ type: 'attachFiles', files: await Promise.all(read) });
}
