/** What can be asked. The ids are a contract: settings, the API and the history use them. */
export type TaskId = 'describe' | 'ask';

/** The words that are sent to the model for each task; `ask` has none of its own, it sends the user's. */
export const prompts: Readonly<Record<TaskId, string>> = {
	describe:
		'Describe this image for someone who cannot see it. Start with one sentence that says what it is and what matters most. ' +
		'Then describe the important details in a sensible reading order, and quote the text that can be read in it. ' +
		'Say nothing that cannot be seen. Use Markdown where structure helps.',
	ask: '',
};
