import * as vscode from 'vscode';
import { taskOfChange, type PictureChange } from '../../core/git/pictureChange.ts';
import { agentVersions } from '../../core/tools/agentVersions.ts';
import { readToolInput, toolInputs } from '../../core/tools/toolInput.ts';
import { refuseExcluded } from '../describer/refuseExcluded.ts';
import { nameOfVersion, readChange } from '../git/pictureVersions.ts';
import { recipientNow } from './answerer.ts';
import { findPastFile } from './places.ts';
import { seenBy } from './seenBy.ts';
import type { Tool } from './tool.ts';

/** Says what changed in a picture between two versions that Git has. */
export const describeChange: Tool = {
	async plan(input, services) {
		const { path, from, to } = readToolInput(toolInputs.describeChange, input);
		const { before, after } = agentVersions({ from, to });
		const place = await findPastFile(path);
		const { source: file } = place;
		await refuseExcluded([file]);
		const recipient = await recipientNow(services);
		return {
			progress: (names) => vscode.l10n.t('Comparing {0}', names),
			// Read only once the user has agreed: there may be one of them alone.
			places: [before, after].map((version) => ({ ...place, name: `${place.name} (${nameOfVersion(version)})` })),
			recipient,
			async run(signal) {
				const { sources, change } = await readChange({ file, before, after }, signal);
				// It may have had another path.
				await refuseExcluded(sources);
				const request = { task: taskOfChange(change), text: '', media: sources, change, history: [] };
				return `${summaryOf(change)}\n\n${await seenBy(services.describer, request, signal)}`;
			},
		};
	},
};

/** Says in English, as all that agents read, what happened. */
function summaryOf({ kind, versions }: PictureChange): string {
	const [older, newer] = versions;
	switch (kind) {
		case 'changed':
			return `Changed from ${older} to ${newer}.`;
		case 'added':
			return `Added: it is in ${older}, and was not there before.`;
		case 'deleted':
			return `Deleted: it was in ${older}, and is not there any more.`;
	}
}
