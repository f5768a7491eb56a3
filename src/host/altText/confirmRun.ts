import * as vscode from 'vscode';
import { estimateRunPrice } from '../../core/altText/altTextRun.ts';
import type { Answerer } from '../../core/conversation.ts';
import { askInDialog } from '../notifications.ts';
import type { ImageReference } from '../../core/markup/imageReference.ts';

/** Asks before a whole file is worked on: how many pictures, who sees them, and about what it costs. */
export async function confirmRun(
	references: readonly ImageReference[],
	{ model, host }: Extract<Answerer, { engine: 'glm' }>,
): Promise<boolean> {
	const pictures = new Set(references.map(({ source }) => JSON.stringify(source))).size;
	const accept = vscode.l10n.t('Write Alt Text');
	const choice = await askInDialog(
		references.length === 1
			? vscode.l10n.t('Write alt text for 1 image in this file?')
			: vscode.l10n.t('Write alt text for {0} images in this file?', references.length),
		{
			severity: 'information',
			detail: [
				pictures === 1
					? vscode.l10n.t('1 picture will be sent to {0} for {1}.', host, model)
					: vscode.l10n.t('{0} pictures will be sent to {1} for {2}, at most 3 at once.', pictures, host, model),
				priceWords(model, pictures),
				vscode.l10n.t('Alt text generated before is used again. Everything is written in one step.'),
			].join(' '),
		},
		accept,
	);
	return choice === accept;
}

function priceWords(model: string, pictures: number): string {
	const price = estimateRunPrice(model, pictures);
	if (price === 'free') return vscode.l10n.t('This model is free of charge.');
	if (price === undefined) return vscode.l10n.t('The price of this model is not known.');
	return vscode.l10n.t('This costs about ¥{0}.', (Math.ceil(price * 100) / 100).toFixed(2));
}
