import * as vscode from 'vscode';
import { altTextPrompt } from '../../core/altText/altTextPrompt.ts';
import { readAltAnswer } from '../../core/altText/readAltAnswer.ts';
import { FailureError } from '../../core/failure.ts';
import { escapeMarkdownText } from '../../core/markup/escapeMarkdownText.ts';
import type { Medium } from '../../core/media.ts';
import type { Describer } from '../describer/describer.ts';
import type { AnswerEvent, ImageRequest } from '../describer/imageRequest.ts';
import { questionWithoutDocument } from './askAltText.ts';

/**
 * Answers a request for alt text in the panel: asks about each picture by itself, shows its alt text with the reason below it,
 * and puts all of them on the clipboard, a line for each picture.
 * @throws FailureError `altTextUnusable`, or what went wrong
 */
export async function* panelAltText(
	describer: Describer,
	order: ImageRequest,
	signal: AbortSignal,
): AsyncGenerator<AnswerEvent, void, undefined> {
	const text = altTextPrompt(questionWithoutDocument());
	const ready: Medium[] = [];
	const alts: string[] = [];
	for (const medium of order.media) {
		let written = '';
		let media: readonly Medium[] = [];
		for await (const step of describer.answer({ ...order, text, media: [medium], history: [] }, signal)) {
			if (step.kind === 'text') written += step.text;
			else if (step.kind === 'restarted') written = '';
			else if (step.kind === 'prepared') {
				({ media } = step);
				yield { kind: 'prepared', media: [...ready, ...media] };
			} else yield step;
		}
		ready.push(...media);
		const answer = readAltAnswer(written);
		if (!answer) throw new FailureError({ kind: 'altTextUnusable' });
		const { alt, reason } = answer;
		const shown = alt === '' ? vscode.l10n.t('Decorative: the alt text stays empty.') : escapeMarkdownText(alt);
		const heading = order.media.length > 1 ? `**${escapeMarkdownText(media[0]?.name ?? '')}**\n\n` : '';
		yield {
			kind: 'text',
			text: `${alts.length > 0 ? '\n\n' : ''}${heading}${shown}${reason && `\n\n*${escapeMarkdownText(reason)}*`}`,
		};
		alts.push(alt);
	}
	await vscode.env.clipboard.writeText(alts.join('\n'));
}
