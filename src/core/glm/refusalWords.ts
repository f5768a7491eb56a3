import { isJsonObject, jsonOrUndefined } from './json.ts';

/** What the body of a refusal says, however the service wraps it. */
export interface RefusalWords {
	/** Its own message in plain words, on one line; empty if there is none. */
	readonly message: string;
	/** Its code: a business code, or another service's name for the error; empty if there is none. */
	readonly code: string;
	/** Code, type, status and message together, for patterns. */
	readonly all: string;
	readonly requestId: string | undefined;
	/** The body as JSON; undefined if it is none. */
	readonly json: unknown;
	/** True for a page of a gateway. */
	readonly isPage: boolean;
}

/** The longest message, in characters; longer text isn't a sentence. */
const longestMessage = 500;

/** The longest body that is read, in characters. */
const longestBody = 65_536;

/** The levels of objects that are looked into: relays wrap the refusal of the service behind them. */
const deepest = 6;

/** The names under which services put their words, the most telling first. */
const wordFields = [
	'error',
	'message',
	'msg',
	'detail',
	'details',
	'errors',
	'error_description',
	'error_msg',
	'reason',
	'base_resp',
	'status_msg',
	'Message',
	'errorMessage',
	'title',
];

/** The names of an error's code, and of its class: some services have the one, some the other. */
const codeFields = ['code', 'error_code'];
const classFields = ['type', 'status', 'param'];

/**
 * Reads the words of a refusal: an envelope (`{"error":{"message"}}`), a flat object, a list of them, a list of invalid fields,
 * JSON inside a string, or plain text. A page of HTML has no words.
 */
export function refusalWords(text: string): RefusalWords {
	const body = text.slice(0, longestBody).trim();
	if (body.startsWith('<')) {
		return { message: '', code: '', all: titleOf(body), requestId: undefined, json: undefined, isPage: true };
	}
	const parsed = jsonOrUndefined(body);
	const value = parsed === undefined ? body : parsed;
	const message = oneLine(wordsOf(value, 0)).slice(0, longestMessage);
	const codes = valuesOf(codeFields, value, 0);
	const code = embeddedCode(message) ?? codes.find((each) => /^\d+$/.test(each)) ?? codes[0] ?? '';
	const requestId = isJsonObject(value) && typeof value['request_id'] === 'string' ? value['request_id'] : undefined;
	return {
		message,
		code,
		all: [...codes, ...valuesOf(classFields, value, 0), message].join(' '),
		requestId,
		json: parsed,
		isPage: false,
	};
}

/** Returns the words in a JSON value; empty if there are none. */
function wordsOf(value: unknown, depth: number): string {
	if (depth > deepest) return '';
	if (typeof value === 'string') {
		const inner = /^\s*[[{]/.test(value) ? jsonOrUndefined(value) : undefined;
		return (inner !== undefined && wordsOf(inner, depth + 1)) || value.trim();
	}
	if (Array.isArray(value)) {
		const words = value.slice(0, 3).map((item) => wordsOf(item, depth + 1));
		return [...new Set(words.filter(Boolean))].join('; ');
	}
	if (!isJsonObject(value)) return '';
	const found = wordFields.map((name) => wordsOf(value[name], depth + 1)).find(Boolean) ?? '';
	// A list of invalid fields names each by its place in the request.
	const place: unknown = Array.isArray(value['loc']) ? value['loc'].at(-1) : undefined;
	if (typeof place === 'string') return `${place}: ${found}`;
	// A relay's own words say less than those of the service behind it.
	const raw = isJsonObject(value['metadata']) ? wordsOf(value['metadata']['raw'], depth + 1) : '';
	return raw === '' ? found : `${found}: ${raw}`;
}

/** Returns the values of these fields in a value and in what it wraps, innermost first: the service behind a relay knows best. */
function valuesOf(names: readonly string[], value: unknown, depth: number): readonly string[] {
	if (depth > deepest) return [];
	if (Array.isArray(value)) return value.slice(0, 3).flatMap((item) => valuesOf(names, item, depth + 1));
	if (!isJsonObject(value)) return [];
	const wrapped = wordFields.flatMap((name) => valuesOf(names, value[name], depth + 1));
	const own = names.map((name) => value[name]).filter((each) => typeof each === 'string' || typeof each === 'number');
	return [...wrapped, ...own.map((each) => String(each).slice(0, 100))];
}

/** Returns the business code in a message that quotes the refusal of another service. */
function embeddedCode(message: string): string | undefined {
	// The whole page of Cloudflare, whose codes are its own.
	if (/^error code: \d+$/i.test(message)) return undefined;
	return /["']?code["']?\s{0,3}[:=]\s{0,3}["']?(1\d{3})\b/i.exec(message)?.[1] ?? /^\[(1\d{3})\]/.exec(message)?.[1];
}

function titleOf(page: string): string {
	return oneLine(/<title[^>]{0,100}>([^<]{0,200})/i.exec(page)?.[1] ?? '');
}

function oneLine(text: string): string {
	return text.replaceAll(/\s+/g, ' ').trim();
}
