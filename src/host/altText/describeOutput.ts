import * as vscode from 'vscode';
import { quotedPlace } from '../../core/altText/altTextPrompt.ts';
import { FailureError } from '../../core/failure.ts';
import { formatName } from '../../core/formatName.ts';
import { addressesOf } from '../../core/markup/pictureSource.ts';
import { surroundingOf } from '../../core/markup/surrounding.ts';
import { mediaType, pageType, pictureItem } from '../../core/notebook/outputPicture.ts';
import { bytesOfDataUri } from '../../workers/dataUri.ts';
import { mostFileBytes } from '../../core/media.ts';
import { refuseExcluded } from '../describer/refuseExcluded.ts';
import { revealPanel } from '../panel/panel.ts';
import { showFailure } from '../showFailure.ts';
import { OutputPicture } from '../sources/outputPicture.ts';
import type { AltTextServices } from './altTextServices.ts';
import { chosenCell, isCell, isMarkdown } from './notebookCells.ts';

/**
 * Describes in the panel a picture that a cell has put out: that of the output whose menu it was, else one of the cell whose
 * toolbar it was, else one of the selected cell. Shows what goes wrong.
 */
export async function describeOutput(services: AltTextServices, clicked: unknown): Promise<void> {
	try {
		const picture = await choosePicture(services, clicked);
		if (!picture) return;
		const around = await textAround(services, picture.cell);
		await revealPanel();
		await services.conversation.ask({
			task: 'describe',
			text: '',
			follows: false,
			sources: [picture],
			isOfOutput: true,
			...(around !== undefined && { around }),
		});
	} catch (error) {
		await showFailure(error, services, () => describeOutput(services, clicked));
	}
}

/** A picture of an output, before its bytes are copied. */
interface FoundPicture {
	readonly cell: vscode.NotebookCell;
	readonly item: vscode.NotebookCellOutputItem;
	readonly mediaType: string;
	readonly bytes: Uint8Array;
}

/**
 * Returns the picture to describe; undefined when the user chooses none.
 * @throws FailureError `noOutputImage`, `excluded` or `fileTooLarge`
 */
async function choosePicture(services: AltTextServices, clicked: unknown): Promise<OutputPicture | undefined> {
	const place = await placeOf(clicked);
	if (!place) throw new FailureError({ kind: 'noOutputImage' });
	const { cell, outputs } = place;
	await refuseExcluded([cell.notebook.uri]);
	const found: FoundPicture[] = [];
	for (const output of outputs) {
		try {
			found.push(...(await picturesIn(services, cell, output)));
		} catch (error) {
			// A page may be too large to be read; the other outputs may have pictures.
			services.log.debug(`Could not read an output: ${String(error)}`);
		}
	}
	const [first] = found;
	if (!first) throw new FailureError({ kind: 'noOutputImage' });
	const number = cell.index + 1;
	if (found.length === 1) return pictureOf(first, vscode.l10n.t('figure of cell {0}', number));
	const items = found.map((picture, index) => ({
		label: vscode.l10n.t('Figure {0}', index + 1),
		description: formatName(picture.mediaType),
		name: vscode.l10n.t('figure {0} of cell {1}', index + 1, number),
		picture,
	}));
	const chosen = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Describe Output'),
		placeHolder: vscode.l10n.t('The figure to describe'),
	});
	return chosen && pictureOf(chosen.picture, chosen.name);
}

/** @throws FailureError `fileTooLarge`, before anything is copied */
function pictureOf({ cell, item, bytes }: FoundPicture, name: string): OutputPicture {
	const { byteLength } = bytes;
	if (byteLength > mostFileBytes) throw new FailureError({ kind: 'fileTooLarge', name, byteLength });
	return new OutputPicture(bytes, name, { cell, item });
}

/** Returns the cell that a command is about, with its outputs, or the one output whose menu it came from. */
async function placeOf(
	clicked: unknown,
): Promise<{ readonly cell: vscode.NotebookCell; readonly outputs: readonly vscode.NotebookCellOutput[] } | undefined> {
	const id = outputIdIn(clicked);
	const cells = isCell(clicked) ? [] : (vscode.window.activeNotebookEditor?.notebook.getCells() ?? []);
	for (const cell of id === undefined ? [] : cells) {
		const output = cell.outputs.find((each) => 'id' in each && each.id === id);
		if (output) return { cell, outputs: [output] };
	}
	// Put out anew meanwhile: the picture of another one is not meant.
	const haveIds = cells.some(({ outputs }) => outputs.some((each) => 'id' in each));
	if (id !== undefined && haveIds) return undefined;
	const cell = await chosenCell(clicked);
	return cell && { cell, outputs: cell.outputs };
}

/** Returns the id that the menu of an output passes. The editor gives outputs ids that its types don't name. */
function outputIdIn(clicked: unknown): string | undefined {
	if (typeof clicked !== 'object' || clicked === null || !('outputId' in clicked)) return undefined;
	return typeof clicked.outputId === 'string' ? clicked.outputId : undefined;
}

/** Returns the pictures of an output: itself, or the data URIs in its page. */
async function picturesIn(
	{ documents }: Pick<AltTextServices, 'documents'>,
	cell: vscode.NotebookCell,
	{ items }: vscode.NotebookCellOutput,
): Promise<readonly FoundPicture[]> {
	const item = pictureItem(items);
	if (!item) return [];
	const type = mediaType(item.mime);
	if (type !== pageType) return [{ cell, item, mediaType: type, bytes: item.data }];
	const key = `${cell.document.uri.toString()}#output`;
	const references = await documents.referencesIn({ key, language: 'html', bytes: item.data });
	return references.flatMap(({ source }): FoundPicture[] => {
		const url = addressesOf(source)
			.map((address) => URL.parse(address))
			.find((each) => each?.protocol === 'data:');
		const bytes = url ? bytesOfDataUri(url) : undefined;
		const [, named = ''] = /^data:(image\/[\w.+-]+)/i.exec(url?.href ?? '') ?? [];
		return bytes && named !== '' ? [{ cell, item, mediaType: mediaType(named), bytes }] : [];
	});
}

/** The most characters of Markdown before a cell in which its heading is looked for. */
const mostBefore = 50_000;

/**
 * Returns the heading and the sentences around a cell, quoted for the prompt; undefined where there are none. As for alt text, no
 * more of the notebook is sent: neither its code, which may hold keys, nor other outputs.
 */
async function textAround(
	{ documents, log }: Pick<AltTextServices, 'documents' | 'log'>,
	{ notebook, index }: vscode.NotebookCell,
): Promise<string | undefined> {
	const pieces: string[] = [];
	for (let at = index - 1, length = 0; at >= 0 && length < mostBefore; at--) {
		const cell = notebook.cellAt(at);
		if (!isMarkdown(cell)) continue;
		const text = cell.document.getText().slice(-mostBefore);
		length += text.length;
		pieces.unshift(text);
	}
	const before = pieces.join('\n\n');
	const next = index + 1 < notebook.cellCount ? notebook.cellAt(index + 1) : undefined;
	const after = next && isMarkdown(next) ? next.document.getText().slice(0, mostBefore) : '';
	if (before === '' && after === '') return undefined;
	const text = `${before}\n\n`;
	try {
		const outline = await documents.outlineOf({
			key: `${notebook.uri.toString()}#around`,
			language: 'markdown',
			text: `${text}\n\n${after}`,
		});
		const place = { start: text.length, end: text.length };
		const surrounding = surroundingOf(place, { outline: () => outline });
		return Object.keys(surrounding).length > 0 ? quotedPlace({ surrounding, alt: '' }) : undefined;
	} catch (error) {
		// The picture can be described without.
		log.debug(`Could not read the text around a cell: ${String(error)}`);
		return undefined;
	}
}
