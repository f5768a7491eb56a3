import { estimateRunCost } from '../core/altText/altTextRun.ts';
import { FailureError, failureOf } from '../core/failure.ts';
import { serviceAt } from '../core/glm/services.ts';
import { messageText } from '../core/outsideText.ts';
import { hashOf, pictureOf } from './pictureOf.ts';
import type { DiskFiles } from '../documents/diskFiles.ts';
import { failureSentence } from './failureSentence.ts';
import { counted, logLine } from './formats.ts';
import { relativePath } from './relativePath.ts';
import type { Repository } from './repository.ts';
import type { CheckedDocument } from './scanRepository.ts';

/** Says what would be sent, to whom, and what it costs about. Sends nothing. */
export async function dryRun(
	documents: readonly CheckedDocument[],
	context: {
		readonly files: DiskFiles;
		readonly repository: Repository;
		readonly here: string;
		readonly endpoint: URL;
		readonly model: string;
	},
): Promise<string> {
	const { here, endpoint, model } = context;
	const lines: string[] = [];
	const pictures = new Set<string>();
	let images = 0;
	for (const document of documents) {
		for (const image of document.images) {
			const place = `${relativePath(here, document.path)}:${image.line + 1}:${image.column + 1}`;
			try {
				const picture = await pictureOf(image.source, document.path, context);
				pictures.add(await hashOf(picture));
				images++;
				const name = picture.kind === 'web' ? picture.url.href : picture.file.name;
				lines.push(`${place}: ${name}`);
			} catch (error) {
				if (!(error instanceof FailureError)) throw error;
				lines.push(`${place}: not sent: ${failureSentence(failureOf(error))}`);
			}
		}
	}
	const what = `${counted(images, 'image')} (${counted(pictures.size, 'picture')}) would be sent to ${endpoint.host} for ${model}.`;
	return `${[...lines, `${what}${cost(endpoint, model, images)}`].map((line) => logLine(messageText(line))).join('\n')}\n`;
}

/** Returns the sentence about the cost; empty where nobody is paid by the token, as for a server of one's own. */
function cost(endpoint: URL, model: string, images: number): string {
	const service = serviceAt(endpoint);
	if (service.isPlan) return ' This counts towards the quota of your plan.';
	if (service.kind !== 'glm' || service.currency === undefined) return '';
	const estimated = estimateRunCost(service, model, images);
	if (estimated === 'free') return ' This model is free of charge.';
	if (estimated === undefined) return ' The price of this model is not known.';
	return ` This costs about ${estimated.currency}${(Math.ceil(estimated.amount * 100) / 100).toFixed(2)}.`;
}
