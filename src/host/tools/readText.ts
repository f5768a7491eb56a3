import * as vscode from 'vscode';
import { readToolInput, ToolRefusal, toolInputs } from '../../core/tools/toolInput.ts';
import { visibleLine, visibleText } from '../../core/visibleText.ts';
import { hasVideoName } from '../../core/fileNames.ts';
import { collectAnswer } from '../altText/askAltText.ts';
import type { Describer } from '../describer/describer.ts';
import { refuseExcluded } from '../describer/refuseExcluded.ts';
import { findFiles } from './places.ts';
import { contentNote, type Tool } from './tool.ts';

/** Reads the text in pictures on this machine, whatever the settings say. */
export const readText: Tool = {
	async plan(input, { describer }) {
		const { images } = readToolInput(toolInputs.readText, input);
		const places = await findFiles(images);
		const video = places.find(({ name }) => hasVideoName(name));
		if (video) throw new ToolRefusal(`${video.name} is a video, and only text in pictures is read.`);
		// The text goes to the agent, and with it to a model that may be anywhere.
		await refuseExcluded(places.map(({ source }) => source));
		const here: Pick<Describer, 'answer'> = { answer: (...question) => describer.answerHere(...question) };
		return {
			progress: (names) => vscode.l10n.t('Reading the text in {0}', names),
			places,
			recipient: undefined,
			async run(signal) {
				const texts: string[] = [];
				for (const { source, name } of places) {
					const request = { task: 'extractText', text: '', media: [source], history: [] } as const;
					const answer = await collectAnswer(here, request, { signal, onBusy: undefined });
					const text = visibleText(answer.text).trim();
					texts.push(places.length > 1 ? `${visibleLine(name)}:\n${text}` : text);
				}
				return [contentNote, ...texts].join('\n\n');
			},
		};
	},
};
