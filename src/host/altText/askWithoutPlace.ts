import * as vscode from 'vscode';
import type { AltText } from '../../core/altText/altText.ts';
import type { AltTextQuestion } from '../../core/altText/altTextPrompt.ts';
import { languageName } from '../../core/language.ts';
import type { Describer } from '../describer/describer.ts';
import { settingsLanguage } from '../settings.ts';
import { targetLength } from './altTextSettings.ts';
import { askAltText } from './askAltText.ts';

/** The alt text of a picture that stands in no document that we know. */
export async function askWithoutPlace(
	describer: Describer,
	image: vscode.Uri,
	options: {
		readonly context?: string | undefined;
		readonly language?: string | undefined;
		readonly signal: AbortSignal;
	},
): Promise<AltText> {
	const { context, language, signal } = options;
	const question = { ...questionWithoutPlace(), context, ...(language !== undefined && { language: named(language) }) };
	const { answer } = await askAltText(describer, { picture: image, question }, signal);
	return { alt: answer.alt, kind: answer.kind, reason: answer.reason };
}

/** What is asked where nothing is known of the place. */
export function questionWithoutPlace(): AltTextQuestion {
	return {
		surrounding: {},
		language: settingsLanguage() ?? languageName(vscode.env.language),
		maxLength: targetLength(undefined),
		alt: '',
		isOnGitHub: false,
	};
}

/** A tag in words; words as they are. */
function named(language: string): string {
	return languageName(language) ?? language;
}
