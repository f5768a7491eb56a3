import * as v from 'valibot';
import { shorten } from '../outsideText.ts';
import { taskIds } from '../tasks.ts';
import { visibleLine } from '../visibleText.ts';

/** A call of a tool that is refused; the message is a sentence that an agent can act on, in English as all that agents read. */
export class ToolRefusal extends Error {
	override readonly name = 'ToolRefusal';
}

/** The most pictures of one call; a model may take fewer. */
export const mostPictures = 20;

/** The most characters of a question, and of a path or an address. */
const mostCharacters = 4000;

/** What an agent may ask for; alt text has a tool of its own. */
export const toolTasks = taskIds.filter((task) => task !== 'altText');

/** Returns a text of an agent for a sentence to it. */
export function quoted(text: string): string {
	return `“${shorten(visibleLine(text), 200)}”`;
}

const text = v.pipe(
	v.string('must be a text.'),
	v.maxLength(mostCharacters, `must have at most ${mostCharacters} characters.`),
);
const place = v.pipe(
	text,
	v.trim(),
	v.minLength(1, 'is empty.'),
	v.check((value) => !value.includes('\0'), 'contains a NUL character.'),
);
const places = v.pipe(
	v.array(place, 'must be a list of texts.'),
	v.minLength(1, 'must have at least one entry.'),
	v.maxLength(mostPictures, `must have at most ${mostPictures} entries. Make several calls.`),
);
const counted = v.pipe(
	v.number('must be a number.'),
	v.integer('must be a whole number.'),
	v.minValue(1, 'begins at 1.'),
);

function input<Entries extends v.ObjectEntries>(entries: Entries) {
	const known = Object.keys(entries).join(', ');
	return v.strictObject(entries, ({ expected, path }) =>
		path === undefined
			? `must be an object with these inputs: ${known}.`
			: expected === 'never'
				? `is not known. There are: ${known}.`
				: 'is missing.',
	);
}

/** The inputs of the tools; the manifest describes the same to agents. */
export const toolInputs = {
	describeImage: input({
		images: places,
		question: v.optional(text),
		task: v.optional(v.picklist(toolTasks, `must be one of ${toolTasks.join(', ')}.`)),
	}),
	readText: input({ images: places }),
	altText: input({
		document: place,
		image: v.optional(place),
		line: v.optional(counted),
		occurrence: v.optional(counted),
	}),
	checkAltText: input({ path: place }),
	describeChange: input({ path: place, from: v.optional(text), to: v.optional(text) }),
};

/**
 * Returns the input of a call as its tool takes it.
 * @throws ToolRefusal that names what is wrong with it
 */
export function readToolInput<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
	const result = v.safeParse(schema, value, { abortEarly: true });
	if (result.success) return result.output;
	const [issue] = result.issues;
	const name = v.getDotPath(issue);
	throw new ToolRefusal(name === null ? `The input ${issue.message}` : `The input ${quoted(name)} ${issue.message}`);
}
