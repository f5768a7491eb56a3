import { DocumentDropOrPasteEditKind } from 'vscode';

/** The edits that pasting or dropping a picture offers. */
export interface PasteKinds {
	/** With alt text: asks a model. */
	readonly altText: DocumentDropOrPasteEditKind;
	/** With an empty alt text: sends nothing. */
	readonly plain: DocumentDropOrPasteEditKind;
}

export function pasteKinds(): PasteKinds {
	const image = DocumentDropOrPasteEditKind.Empty.append('image');
	return { altText: image.append('altText'), plain: image.append('markup') };
}

/** Where a picture can be inserted. */
export const pasteLanguages = ['markdown', 'mdx', 'html', 'javascriptreact', 'typescriptreact'] as const;
