import * as vscode from 'vscode';
import type { AltTextTools } from './altTextTools.ts';
import { fillWhenInserted, type Inserted } from './fillWhenInserted.ts';
import { pasteKinds } from './pasteKinds.ts';
import { picturesIn, placePictures, type PlacedPicture } from './pictureFiles.ts';

/** One way to insert the pictures of a paste or a drop. */
export interface PictureEdit {
	readonly title: string;
	readonly kind: vscode.DocumentDropOrPasteEditKind;
	readonly insertText: string;
	readonly additionalEdit: vscode.WorkspaceEdit;
	readonly yieldTo: readonly vscode.DocumentDropOrPasteEditKind[];
	/** What alt text is asked for once it is inserted; undefined for the edit that sends nothing. */
	readonly asks: AltTextWish | undefined;
}

/** Pictures that get an alt text once they are in their document. */
export interface AltTextWish {
	readonly document: vscode.TextDocument;
	readonly pictures: readonly Inserted[];
	/** The insertion that shows that the edit was chosen; undefined where the editor says so. */
	readonly insertText: string | undefined;
}

/** How pictures come into a document. */
export interface Insertion {
	readonly transfer: vscode.DataTransfer;
	readonly position: vscode.Position;
	readonly how: 'paste' | 'drop';
}

/** The ways in which the pictures can be inserted here; none where no element may stand. */
export async function pictureEdits(
	{ documents }: Pick<AltTextTools, 'documents'>,
	document: vscode.TextDocument,
	{ insertion, token }: { readonly insertion: Insertion; readonly token: vscode.CancellationToken },
): Promise<readonly PictureEdit[]> {
	// The bytes can be had only while the editor asks, so they come before anything that takes time.
	const pictures = await picturesIn(insertion.transfer, token);
	if (pictures.length === 0 || document.uri.scheme === 'untitled') return [];
	const canInsert = await documents.canInsertAt(document, document.offsetAt(insertion.position));
	if (token.isCancellationRequested || !canInsert) return [];
	const placed = await placePictures(pictures, document);
	if (!placed || token.isCancellationRequested) return [];

	const kinds = pasteKinds();
	const text = placed.map(({ address }) => markupFor(document.languageId, address)).join(' ');
	const ownOfEditor = vscode.DocumentDropOrPasteEditKind.Empty.append('markdown', 'link', 'image');
	const yields = insertion.how === 'paste' ? [vscode.DocumentDropOrPasteEditKind.Text] : [];
	const isDrop = insertion.how === 'drop';
	// The editor never says which edit of a drop was chosen, so the two must differ in what they insert.
	const toldApart = placed.map(({ address }) => otherMarkupFor(document.languageId, address)).join(' ');
	const withAltText: PictureEdit = {
		insertText: isDrop ? toldApart : text,
		additionalEdit: filesOf(placed),
		title: vscode.l10n.t('Insert image with alt text'),
		kind: kinds.altText,
		yieldTo: [...yields, ownOfEditor, kinds.plain],
		asks: {
			document,
			pictures: placed.map(({ address, uri, bytes }) => ({ address, uri, isNewFile: bytes !== undefined })),
			insertText: isDrop ? toldApart : undefined,
		},
	};
	// In Markdown, too, where the editor has one of its own: that starts later than this, or is switched off, and a plain paste
	// must never send a picture.
	const plain: PictureEdit = {
		insertText: text,
		additionalEdit: filesOf(placed),
		title: vscode.l10n.t('Insert image'),
		kind: kinds.plain,
		yieldTo: [...yields, ownOfEditor],
		asks: undefined,
	};
	return [plain, withAltText];
}

/**
 * Called when the user has chosen an edit, or may choose it: one with alt text asks for it once it is inserted. Disposing ends
 * the wait for that.
 */
export function choosePictureEdit(
	tools: AltTextTools,
	{ asks }: { readonly asks?: AltTextWish | undefined },
): vscode.Disposable {
	const waits = asks?.pictures.map((picture) =>
		fillWhenInserted(tools, asks.document, { ...picture, insertText: asks.insertText }),
	);
	return vscode.Disposable.from(...(waits ?? []));
}

function filesOf(placed: readonly PlacedPicture[]): vscode.WorkspaceEdit {
	const edit = new vscode.WorkspaceEdit();
	for (const { uri, bytes } of placed) if (bytes) edit.createFile(uri, { contents: bytes, ignoreIfExists: true });
	return edit;
}

function markupFor(language: string, address: string): string {
	if (language === 'markdown' || language === 'mdx') return `![](${address})`;
	return language === 'html' ? `<img src="${address}" alt="">` : `<img src="${address}" alt="" />`;
}

/** The same picture in the language's other spelling. */
function otherMarkupFor(language: string, address: string): string {
	if (language === 'markdown' || language === 'mdx') return `![](<${address}>)`;
	return language === 'html' ? `<img alt="" src="${address}">` : `<img alt="" src="${address}" />`;
}
