import * as vscode from 'vscode';
import { decideOutcome } from '../../core/altText/altText.ts';
import { FailureError } from '../../core/failure.ts';
import { quoted, readToolInput, ToolRefusal, toolInputs } from '../../core/tools/toolInput.ts';
import { wantedImage } from '../../core/tools/wantedImage.ts';
import { visibleLine } from '../../core/visibleText.ts';
import { askAltText, decorationContext, questionFor, type AltTextResult } from '../altText/askAltText.ts';
import { resolvePicture } from '../altText/resolvePicture.ts';
import { refuseExcluded } from '../describer/refuseExcluded.ts';
import { languageOf } from '../review/reviewDocuments.ts';
import { recipientNow } from './answerer.ts';
import { findFile, placeOf } from './places.ts';
import { contentNote, type Tool } from './tool.ts';
import { withDocuments } from './withDocuments.ts';

/** Proposes the alt text of an image in a document; writes nothing. */
export const altText: Tool = {
	async plan(input, services) {
		const { document: named, ...wish } = readToolInput(toolInputs.altText, input);
		const file = await findFile(named);
		// What is in it, and which picture, is told to the user before they agree: it is read by then.
		if (file.kind === 'outside') {
			throw new ToolRefusal(
				`${quoted(named)} is outside of the workspace, where this tool reads no documents. The user can open its folder.`,
			);
		}
		const { source: uri } = file;
		const languageId = languageOf(uri);
		if (languageId === undefined) throw noDocument(named);
		const { text, references, outline } = await withDocuments(services, (documents) => documents.read(uri));
		const reference = wantedImage(references, text, wish);
		if (reference.source.kind === 'computed') throw new FailureError({ kind: 'imageComputed', what: 'picture' });
		if (!reference.slot) throw new FailureError({ kind: 'imageComputed', what: 'altText' });
		const picture = await resolvePicture(reference.source, uri);
		await refuseExcluded([picture]);
		const place = await placeOf(picture);
		const recipient = await recipientNow(services);
		const question = questionFor({ uri, languageId }, reference, { outline });
		return {
			progress: (names) => vscode.l10n.t('Proposing alt text for {0}', names),
			places: [place],
			recipient,
			async run(signal) {
				const result = await askAltText(services.describer, { picture, question }, signal);
				return proposal(result, decorationContext({ uri }, question.surrounding));
			},
		};
	},
};

/** Returns the sentence about a file that is no document with images. */
function noDocument(name: string): ToolRefusal {
	return new ToolRefusal(`${quoted(name)} is no document whose images Glimpse reads, such as Markdown, HTML or JSX.`);
}

/** Returns the answer for an agent; the text in quotes, as JSON writes it. */
function proposal({ answer, answerer }: AltTextResult, place: ReturnType<typeof decorationContext>): string {
	const { write, suggestsDecorative } = decideOutcome(answer, place);
	const { kind, reason, description } = answer;
	const lines = [
		contentNote,
		'',
		`alt: ${JSON.stringify(write ?? '')}`,
		`kind: ${kind}`,
		reason !== '' && `reason: ${visibleLine(reason)}`,
		description !== undefined && `longer description: ${JSON.stringify(visibleLine(description))}`,
		suggestsDecorative &&
			'The image may be decoration, but an empty text would leave a link without a name here: ask the user.',
		answerer.engine === 'local' && 'No model looked at the picture: this machine read the text in it.',
		'Nothing was written. Escape the text as the language of the document demands.',
	];
	return lines.filter((line) => line !== false).join('\n');
}
