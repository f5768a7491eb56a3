import * as vscode from 'vscode';
import { readToolInput, ToolRefusal, toolInputs } from '../../core/tools/toolInput.ts';
import { refuseExcluded } from '../describer/refuseExcluded.ts';
import { recipientNow } from './answerer.ts';
import { findPlaces } from './places.ts';
import { seenBy } from './seenBy.ts';
import type { Tool } from './tool.ts';

/** Describes pictures, or answers a question about them, with whoever the settings say. */
export const describeImage: Tool = {
	async plan(input, services) {
		const { images, question = '', task } = readToolInput(toolInputs.describeImage, input);
		const text = question.trim();
		if (task === 'ask' && text === '') throw new ToolRefusal('The task “ask” needs the input “question”.');
		const places = await findPlaces(images);
		const media = places.map(({ source }) => source);
		// What is seen goes to the agent's own model, whoever looks.
		await refuseExcluded(media);
		const recipient = await recipientNow(services);
		return {
			progress: (names) => vscode.l10n.t('Looking at {0}', names),
			places,
			recipient,
			async run(signal) {
				const request = { task: task ?? (text === '' ? 'describe' : 'ask'), text, media, history: [] };
				return seenBy(services.describer, request, signal);
			},
		};
	},
};
