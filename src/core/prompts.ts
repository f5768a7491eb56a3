import { changePrompt, type PictureChange } from './git/pictureChange.ts';
import type { TaskId } from './tasks.ts';

/** The prompt of each task. `ask` has none of its own, it sends the user's; `altText` continues in altText/. */
const prompts: Readonly<Record<TaskId, string>> = {
	describe:
		'Describe this image for someone who cannot see it. Start with one sentence that says what it is and what matters most. ' +
		'Then describe the important details in a sensible reading order, and quote the text that can be read in it. ' +
		'Say nothing that cannot be seen. Use Markdown where structure helps.',
	explainScreenshot:
		'Explain this screenshot of a user interface to someone who cannot see it. Start with one sentence: which program or page it ' +
		'seems to be, and what this screen is for. Then go through its areas in reading order: the controls in each, with their labels ' +
		'quoted exactly and their state (selected, switched off, greyed out, what is filled in). Point out messages, errors and ' +
		'whatever has the focus. End with what the user can do next. Say nothing that cannot be seen.',
	extractText:
		'Write out all text in this image exactly as it stands there, in its own language: translate, correct and explain nothing. ' +
		'Keep the layout with Markdown: headings, paragraphs, lists, tables. Put program code, terminal output and configuration into ' +
		'fenced code blocks with the name of their language, indented as shown. Write […] for what cannot be read. ' +
		'If there is no text, say so in one sentence.',
	diagnoseError:
		'This is a screenshot of something that went wrong. First quote the error message exactly. Then name the likely cause, and ' +
		'say what in the screenshot points to it. Then give the next steps to find and mend it, the most promising first, with ' +
		'commands or code in fenced code blocks. Write files as path:line, as the screenshot names them. ' +
		'Keep what can be seen apart from what you conclude.',
	explainDiagram:
		'Explain this diagram to someone who cannot see it. Start with one sentence that says what it shows. Then go through its parts ' +
		'and how they are connected, in the direction of the arrows, with the labels quoted exactly. ' +
		'End with the same diagram as a Mermaid code block (```mermaid) with the same labels and directions.',
	readChart:
		'Read this chart for someone who cannot see it. Start with one sentence: the kind of chart, what it compares, and its message. ' +
		'Then give its values as one Markdown table with the units in the header, and ≈ before a value that is estimated from the ' +
		'picture. Then name what stands out: highest, lowest, trend, outliers. Say nothing that cannot be seen.',
	uiToCode:
		'Write code that rebuilds the user interface in this image. Unless other words follow, make it one complete HTML document with ' +
		'its CSS inside, in one fenced code block (```html). Use the texts as shown, semantic elements, labels for fields and alt ' +
		'texts. Match layout, spacing and colours; load nothing from elsewhere, and draw a plain box where a picture stands. ' +
		'After the code, say in a few sentences what is assumed.',
	compare:
		'Compare these images, in their order. Start with one sentence that says how alike they are. Then list the differences, the most ' +
		'important first, each with where it is and what it is in each image. For a user interface say what moved, what changed, ' +
		'what is new and what vanished. If there is no difference, say so. Say nothing that cannot be seen.',
	describeVideo:
		'Describe this video for someone who cannot see it. Start with one sentence that says what it is and what happens. ' +
		'Then tell what can be seen in the order in which it happens, and quote the text that can be read in it. ' +
		'Say nothing that cannot be seen. Use Markdown where structure helps.',
	altText: 'Write the alternative text of this image.',
	ask: '',
};

const promptForSeveral =
	'Describe each of these images, in their order, for someone who cannot see them: a heading with its number, one sentence that says ' +
	'what it is and what matters most, then the important details and the text that can be read in it. ' +
	'Say nothing that cannot be seen.';

/** The name of a model that is trained for reading text, behind the names of its makers and before that of a variant. */
const ocrModel = /(?:^|\/)glm-ocr\b/i;

/** Returns the instruction that a model documents for a task in place of any other; undefined for models that take all words. */
export function documentedPrompt(task: TaskId, model: string): string | undefined {
	return task === 'extractText' && ocrModel.test(model) ? 'Text Recognition:' : undefined;
}

/**
 * Returns the text of the message that asks: the task's prompt, the user's own words, and the language to answer in
 * (its English name; undefined leaves it to the question). `ownPrompt` replaces the task's prompt; `placesPrompt`, if there is any,
 * is added to the built-in one alone. `around` is what stands around the picture, as quoted data.
 */
export function promptFor(question: {
	readonly task: TaskId;
	readonly text: string;
	readonly imageCount: number;
	/** Where the versions of a picture are asked about. */
	readonly change?: PictureChange | undefined;
	readonly placesPrompt?: string;
	readonly around?: string | undefined;
	readonly language: string | undefined;
	readonly ownPrompt?: string | undefined;
}): string {
	const { task, text, imageCount, change, language, placesPrompt, around } = question;
	const ownPrompt = question.ownPrompt?.trim();
	const several = task === 'describe' && imageCount > 1 ? promptForSeveral : prompts[task];
	const prompt = ownPrompt || (change ? changePrompt(change) : several);
	return [prompt, text.trim(), around, !ownPrompt && placesPrompt, language && `Answer in ${language}.`]
		.filter(Boolean)
		.join('\n\n');
}
