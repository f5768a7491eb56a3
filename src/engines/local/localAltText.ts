import { FailureError } from '../../core/failure.ts';
import type { ReadReport } from '../../ocr/messages.ts';

/** From here on a picture is little else than its text. */
const leastShare = 0.8;

/** Characters of a text that is still short. */
const longest = 125;

/**
 * An alt text without a model, from what was read in one picture: the text in it, where it is little else than that, as the JSON
 * object that models are asked for. A photo gets none: nothing is known of it.
 * @throws FailureError `localCannot` for any other picture, or what the reports throw
 */
export async function localAltText(reports: AsyncIterable<ReadReport>): Promise<string> {
	const lines: string[] = [];
	let isDrawn = false;
	let share = 0;
	for await (const report of reports) {
		if (report.kind === 'picture') isDrawn = report.pictureKind === 'drawn';
		else if (report.kind === 'block') lines.push(...report.lines.map(({ text }) => text));
		else if (report.kind === 'done') share = report.end === 'all' ? report.textShare : 0;
	}
	const alt = lines.join(' ').replaceAll(/\s+/g, ' ').trim();
	const isShort = alt !== '' && Array.from(alt).length <= longest;
	if (!isDrawn || !isShort || share < leastShare) throw new FailureError({ kind: 'localCannot', what: 'altText' });
	return JSON.stringify({ kind: 'text', alt, reason: '' });
}
