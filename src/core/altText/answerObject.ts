/** The fields that are read, each with the names that models give it. */
export type FieldNames<Key extends string> = Readonly<Record<Key, readonly string[]>>;

/** The texts of an object's fields. */
export type AnswerFields<Key extends string> = Readonly<Partial<Record<Key, string>>>;

/**
 * The numbers of characters and braces at the end of an answer among which the object is searched: a model may write
 * any number.
 */
const mostRead = 20_000;
const mostBraces = 100;

/**
 * Returns the fields of the last object in an answer that has those that are wanted: the reasoning before it may hold drafts. An
 * object that was cut or is badly quoted is read as far as it goes.
 */
export function lastObject<Key extends string>(
	answer: string,
	names: FieldNames<Key>,
	isWanted: (fields: AnswerFields<Key>) => boolean,
): AnswerFields<Key> | undefined {
	const text = answer.slice(-mostRead);
	let last: AnswerFields<Key> | undefined;
	let behind = 0;
	for (const { index } of [...text.matchAll(/\{/g)].slice(-mostBraces)) {
		if (index < behind) continue;
		const end = objectEnd(text, index);
		for (const entries of readings(text.slice(index, end))) {
			const fields = fieldsOf(entries, names);
			if (!isWanted(fields)) continue;
			last = fields;
			behind = end ?? text.length;
			break;
		}
	}
	return last;
}

function objectEnd(answer: string, from: number): number | undefined {
	let isInString = false;
	for (let at = from, depth = 0; at < answer.length; at++) {
		const sign = answer[at];
		if (sign === '\\') at++;
		else if (sign === '"') isInString = !isInString;
		else if (!isInString && sign === '{') depth++;
		else if (!isInString && sign === '}' && --depth === 0) return at + 1;
	}
	return undefined;
}

/** Yields what an object may say: as it is, without what JSON doesn't allow, and by its quoted values alone. */
function* readings(object: string): Generator<ReadonlyMap<string, unknown>> {
	for (const json of [object, object.replaceAll(/[\r\n\t]+/g, ' ').replaceAll(/,\s*(?=[}\]])/g, '')]) {
		try {
			const found: unknown = JSON.parse(json);
			yield new Map(typeof found === 'object' && found !== null ? Object.entries(found) : []);
		} catch {
			// It isn't valid JSON as written.
		}
	}
	yield new Map(looseFields(object));
}

/** The quotes around a value, and the characters that may follow the closing one. */
const quotes: Readonly<Record<string, { readonly close: string; readonly followers: string }>> = {
	'"': { close: '"', followers: ',，}' },
	"'": { close: "'", followers: ',}' },
	'“': { close: '”', followers: '' },
};

/**
 * Reads names and quoted values and ignores the rest. Hand-written: a regular expression would take quadratic time on
 * unterminated names or values.
 */
function looseFields(object: string): readonly (readonly [name: string, value: string])[] {
	const fields: (readonly [string, string])[] = [];
	for (let at = 0, behind = 0; at < object.length; at++) {
		if (object[at] !== ':' && object[at] !== '：') continue;
		const name = nameBefore(object, at, behind);
		const value = name === '' ? undefined : valueBehind(object, at + 1);
		if (!value) continue;
		fields.push([name, value.text.replaceAll(/\\(["'\\/])/g, '$1').replaceAll(/\\[nrt]/g, ' ')]);
		behind = value.end;
		at = value.end - 1;
	}
	return fields;
}

/** Returns the name before a colon, with or without quotes; empty if there is none after `from`. */
function nameBefore(object: string, colon: number, from: number): string {
	let end = colon;
	while (end > from && isBlank(object[end - 1])) end--;
	if (end > from && /["'”]/.test(object.charAt(end - 1))) end--;
	let start = end;
	while (start > from && /\w/.test(object.charAt(start - 1))) start--;
	return object.slice(start, end);
}

function valueBehind(object: string, from: number): { readonly text: string; readonly end: number } | undefined {
	let start = from;
	while (isBlank(object[start])) start++;
	const quote = quotes[object[start] ?? ''];
	if (!quote) return undefined;
	const close = closingQuote(object, start + 1, quote.close);
	if (close === -1) return undefined;
	let next = close + 1;
	while (quote.followers !== '' && isBlank(object[next])) next++;
	const isFollowed = quote.followers === '' || next >= object.length || quote.followers.includes(object.charAt(next));
	return isFollowed ? { text: object.slice(start + 1, close), end: close + 1 } : undefined;
}

/** Returns the offset of the closing quote. Curly quotes have no escapes. */
function closingQuote(object: string, from: number, close: string): number {
	if (close === '”') return object.indexOf(close, from);
	let at = from;
	while (at < object.length && object[at] !== close) at += object[at] === '\\' ? 2 : 1;
	return at < object.length ? at : -1;
}

function isBlank(sign: string | undefined): boolean {
	return sign !== undefined && /\s/.test(sign);
}

function fieldsOf<Key extends string>(
	entries: ReadonlyMap<string, unknown>,
	names: FieldNames<Key>,
): AnswerFields<Key> {
	const fields: Partial<Record<Key, string>> = {};
	for (const key in names) {
		const value = names[key].map((name) => entries.get(name)).find((each) => typeof each === 'string');
		if (value !== undefined) fields[key] = value;
	}
	return fields;
}

/** Returns the text around the object: everything from the first brace to the last is removed. */
export function withoutObject(answer: string): string {
	const first = answer.indexOf('{');
	const last = answer.lastIndexOf('}');
	return first === -1 || last < first ? answer : answer.slice(0, first) + answer.slice(last + 1);
}
