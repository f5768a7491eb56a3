import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ReviewEvent } from '../../core/review/review.ts';
import { findingLines } from '../../core/tools/findingLines.ts';
import { quoted, readToolInput, ToolRefusal, toolInputs } from '../../core/tools/toolInput.ts';
import { scanScope } from '../review/scanScope.ts';
import { findFile, placeOf } from './places.ts';
import type { Tool } from './tool.ts';
import { withDocuments } from './withDocuments.ts';

type Found = Extract<ReviewEvent, { readonly kind: 'found' }>;

/** Lists what the alt texts of a document, or of all in a folder, break; sends and changes nothing. */
export const checkAltText: Tool = {
	async plan(input, services) {
		const { path } = readToolInput(toolInputs.checkAltText, input);
		const place = await findFile(path);
		return {
			progress: (names) => vscode.l10n.t('Checking the alt text in {0}', names),
			places: [place],
			recipient: undefined,
			async run(signal) {
				// The words of rules are shared with the command line, which has no editor to translate them.
				l10n.config({ contents: vscode.l10n.bundle ?? {} });
				const found: Found[] = [];
				await withDocuments(services, (documents) =>
					scanScope({
						documents,
						scope: [place.source.toString()],
						wants: 'broken',
						before: { documents: [], rows: [] },
						emit: (event) => {
							if (event.kind === 'found') found.push(event);
						},
						log: services.log,
						signal,
					}),
				);
				const told = place.kind === 'outside' ? found : await inWorkspace(found);
				if (told.length === 0) {
					throw new ToolRefusal(
						`${quoted(path)} is not there, or holds no document whose images Glimpse reads, such as Markdown, HTML or JSX.`,
					);
				}
				return findingLines(told);
			},
		};
	},
};

/** Returns the documents that are in the workspace: links may lead out of it, where the user was asked for nothing. */
async function inWorkspace(found: readonly Found[]): Promise<readonly Found[]> {
	const told: Found[] = [];
	for (const each of found) {
		const { kind } = await placeOf(vscode.Uri.parse(each.document.uri));
		if (kind === 'workspace') told.push(each);
	}
	return told;
}
