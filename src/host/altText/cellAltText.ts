import * as vscode from 'vscode';
import { FailureError } from '../../core/failure.ts';
import { decorativeEdit } from '../../core/markup/altEdit.ts';
import type { ImageReference } from '../../core/markup/imageReference.ts';
import { labelText } from '../../core/outsideText.ts';
import { showFailure } from '../showFailure.ts';
import type { AltTextServices } from './altTextServices.ts';
import { pictureName } from './askAltText.ts';
import { writeAltText } from './generateAltText.ts';
import { lacksAltText, writeMissing } from './generateMissingAltText.ts';
import { applyEdits, TrackedReferences } from './trackedReferences.ts';

// A Markdown cell that isn't being edited shows no text, so that nothing can be done at its images: all of it is done to the cell.

/** Writes the alt text of an image in a Markdown cell: of the only one, or of those that the user chooses. Shows what goes wrong. */
export async function generateForCell(services: AltTextServices, cell: vscode.NotebookCell): Promise<void> {
	try {
		const { document } = cell;
		const references = await writableImages(services, cell);
		const missing = references.filter(lacksAltText);
		const all: ImageItem[] =
			missing.length > 1 ? [{ label: vscode.l10n.t('All images without alt text ({0})', missing.length) }] : [];
		// The cell may change while the list is open.
		using tracked = new TrackedReferences(services.documents, document, references);
		const chosen = await chooseImage(references, { title: vscode.l10n.t('Generate Alt Text'), before: all });
		if (chosen === 'all') return await writeMissing(services, [document]);
		const reference = chosen && (await tracked.find())[references.indexOf(chosen)];
		if (tracked.document && reference) await writeAltText(services, { document: tracked.document, reference });
	} catch (error) {
		await showFailure(error, services, () => generateForCell(services, cell));
	}
}

/** Marks an image in a Markdown cell as decorative. Shows what goes wrong. */
export async function markDecorativeInCell(services: AltTextServices, cell: vscode.NotebookCell): Promise<void> {
	try {
		const references = (await writableImages(services, cell)).filter((each) => decorativeEdit(each));
		if (references.length === 0) throw new FailureError({ kind: 'noImageInCell' });
		using all = new TrackedReferences(services.documents, cell.document, references);
		const chosen = await chooseImage(references, { title: vscode.l10n.t('Mark Image as Decorative') });
		await applyEdits(all, (reference, index) => (references[index] === chosen ? decorativeEdit(reference) : undefined));
	} catch (error) {
		await showFailure(error, services, () => markDecorativeInCell(services, cell));
	}
}

/** @throws FailureError `noImageInCell` or `documentUnread` */
async function writableImages(
	{ documents }: Pick<AltTextServices, 'documents'>,
	{ document }: vscode.NotebookCell,
): Promise<readonly ImageReference[]> {
	const references = (await documents.get(document)).references.filter(({ slot }) => slot !== undefined);
	if (references.length === 0) throw new FailureError({ kind: 'noImageInCell' });
	return references;
}

/** An entry of the list; the one without an image stands for all. */
interface ImageItem extends vscode.QuickPickItem {
	readonly reference?: ImageReference;
}

/** Returns the only image, or the one that the user chooses; undefined when that is none. */
async function chooseImage(
	references: readonly ImageReference[],
	{ title, before = [] }: { readonly title: string; readonly before?: readonly ImageItem[] },
): Promise<ImageReference | 'all' | undefined> {
	const [only, ...others] = references;
	if (others.length === 0) return only;
	const items = references.map((reference): ImageItem => ({
		label: labelText(pictureName(reference) || reference.element),
		description: labelText(reference.alt),
		reference,
	}));
	const chosen = await vscode.window.showQuickPick([...before, ...items], {
		title,
		placeHolder: vscode.l10n.t('The image in this cell'),
	});
	return chosen && (chosen.reference ?? 'all');
}
