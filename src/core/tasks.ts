/** What can be asked. The ids are a contract: settings, the API and the history use them. */
export const taskIds = ['describe', 'describeVideo', 'ask'] as const;
export type TaskId = (typeof taskIds)[number];

/** The words that are sent to the model for each task; `ask` has none of its own, it sends the user's. */
const prompts: Readonly<Record<TaskId, string>> = {
	describe:
		'Describe this image for someone who cannot see it. Start with one sentence that says what it is and what matters most. ' +
		'Then describe the important details in a sensible reading order, and quote the text that can be read in it. ' +
		'Say nothing that cannot be seen. Use Markdown where structure helps.',
	describeVideo:
		'Describe this video for someone who cannot see it. Start with one sentence that says what it is and what happens. ' +
		'Then tell what can be seen in the order in which it happens, and quote the text that can be read in it. ' +
		'Say nothing that cannot be seen. Use Markdown where structure helps.',
	ask: '',
};

const promptForSeveral =
	'Describe each of these images, in their order, for someone who cannot see them: a heading with its number, one sentence that says ' +
	'what it is and what matters most, then the important details and the text that can be read in it. ' +
	'Say nothing that cannot be seen.';

/**
 * The text of the message that asks: the task's prompt, the user's own words, and the language to answer in (its English
 * name; undefined leaves it to the question).
 */
export function promptFor(question: {
	readonly task: TaskId;
	readonly text: string;
	readonly imageCount: number;
	readonly language: string | undefined;
}): string {
	const { task, text, imageCount, language } = question;
	const prompt = task === 'describe' && imageCount > 1 ? promptForSeveral : prompts[task];
	return [prompt, text.trim(), language && `Answer in ${language}.`].filter(Boolean).join('\n\n');
}
