import * as vscode from 'vscode';
import { languageOfPath, languageOfText } from '../../core/altText/documentLanguage.ts';
import { languageName } from '../../core/language.ts';
import { settingsLanguage } from '../settings.ts';
import type { Outline } from '../../core/markup/outline.ts';

/** Characters that an alt text should have at most. */
export function targetLength(document: vscode.ConfigurationScope | undefined): number {
	const value = vscode.workspace.getConfiguration('glimpse', document).get<unknown>('altText.maxLength');
	return typeof value === 'number' && value >= 20 && value <= 2000 ? Math.round(value) : 125;
}

/**
 * The language to write in, by its English name: the setting, else what the document says of itself, what its path says, what
 * its text is written in; at last the display language.
 */
export function writtenLanguage(
	document: vscode.TextDocument,
	{ language, texts, headings }: Outline,
): string | undefined {
	const text = [...headings, ...texts]
		.map((each) => each.text)
		.join(' ')
		.slice(0, 20_000);
	const tags = [language, languageOfPath(document.uri.path), languageOfText(text)];
	return (
		settingsLanguage() ?? tags.map((tag) => tag && languageName(tag)).find(Boolean) ?? languageName(vscode.env.language)
	);
}
