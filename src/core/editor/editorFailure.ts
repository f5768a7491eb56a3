import type { EditorModel } from './editorModel.ts';
import type { Failure } from '../failure.ts';
import { kindOfWords } from '../glm/refusalMeanings.ts';

/** What of a thrown value tells why: its name, its code, and its words. */
interface ErrorSigns {
	readonly name: string;
	readonly code: string;
	readonly message: string;
}

/** The most causes that are looked at behind an error. */
const mostCauses = 5;

/** The most characters of an error's words that are read. */
const mostWords = 10_000;

/** The statuses that words about limits come with; an error of the editor has none. */
const statuses = [200, 400, 403, 429, 500, 503];

/**
 * Returns the failure in what a request to a model of the editor's own threw: an error of the API by its code, any other by the
 * words of it and of its causes. `hasBegun`: whether something of an answer has come.
 */
export function editorFailure(
	error: unknown,
	{ model, hasBegun }: { readonly model: EditorModel; readonly hasBegun: boolean },
): Failure {
	const names = { model: model.name, provider: model.provider };
	const chain = signsOf(error);
	const message = chain.find((each) => each.message !== '')?.message ?? '';
	// The editor decodes pictures before it hands them on. What its image decoder throws is an event, without words.
	if (!hasBegun && message === '' && chain.every(({ code }) => code === '')) {
		return { kind: 'editorPictureUnread', ...names };
	}
	for (const { code, name } of chain) {
		if (code === 'NoPermissions') return { kind: 'editorNotAllowed', ...names };
		if (code === 'NotFound') return { kind: 'editorModelMissing', why: 'gone', model: model.name };
		// `name`: how an error of a quota is told by the providers that have one.
		if (code === 'Blocked' || /quota|rate.?limit/i.test(name)) return { kind: 'editorLimited', ...names, message };
	}
	if (hasBegun) return { kind: 'answerBroken', host: `${model.name} (${model.provider})` };
	for (const { message: words } of chain) {
		const failure = failureOfWords(words, { model, message });
		if (failure) return failure;
	}
	return { kind: 'editorFailed', ...names, message };
}

function failureOfWords(
	words: string,
	{ model, message }: { readonly model: EditorModel; readonly message: string },
): Failure | undefined {
	const { name, provider } = model;
	const details = { host: provider, status: 0, code: '', message, requestId: undefined, retryAfter: undefined };
	const kind = kindOfWords(words, statuses);
	if (kind === 'modelCannotSee') return { kind: 'modelTextOnly', model: name, instead: undefined };
	if (kind === 'modelUnknown') return { kind: 'editorModelMissing', why: 'gone', model: name };
	if (kind === 'tooLong' || kind === 'requestTooLarge') return { kind, ...details };
	if (kind === 'blocked') return { kind, ...details, filters: [] };
	const isLimit = kind === 'quota' || kind === 'busy' || kind === 'noBalance';
	return isLimit ? { kind: 'editorLimited', model: name, provider, message } : undefined;
}

/** Returns the signs of an error and of its causes, the outermost first; of a value that is no error as far as it has some. */
function signsOf(error: unknown): readonly ErrorSigns[] {
	const signs: ErrorSigns[] = [];
	let each: unknown = error;
	while (signs.length < mostCauses && each !== undefined && each !== null) {
		const words = typeof each === 'string' ? each : textIn(each, 'message');
		const code = textIn(each, 'code');
		signs.push({ name: textIn(each, 'name'), code: code === 'Unknown' ? '' : code, message: words });
		each = typeof each === 'object' && 'cause' in each ? each.cause : undefined;
	}
	return signs;
}

function textIn(value: unknown, name: string): string {
	const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
	return typeof text === 'string' ? text.slice(0, mostWords).trim() : '';
}
