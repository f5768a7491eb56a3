import { altState } from '../markup/altState.ts';
import { plainLine } from '../markup/altEdit.ts';
import { altKinds, type AltAnswer, type AltKind } from './altText.ts';
import { isAboutTask, isBlind, isRefusal, opensTask } from './notAltText.ts';

/** What an object says; the names are those that models use. */
type Fields = Readonly<Partial<Record<'alt' | 'kind' | 'reason' | 'description', string>>>;

const names: Readonly<Record<keyof Fields, readonly string[]>> = {
	alt: ['alt', 'alt_text', 'altText'],
	kind: ['kind', 'class', 'type', 'category'],
	reason: ['reason'],
	description: ['description'],
};

/** Characters of a text without JSON that can still be an alt text. */
const longestPlain = 400;

/** Characters of any alt text: what is longer says something else, or would fill a document. */
const longestAlt = 4000;

/** Characters at the end of a text without JSON in which a label or a tag is looked for. */
const mostPlainRead = 4000;

/** Characters at the end of an answer, and braces in them, among which the object is looked for: a model may write any number. */
const mostRead = 20_000;
const mostBraces = 100;

/**
 * The alt text in what a model answered: the JSON object that was asked for, one in words or a fence around it, one that was
 * cut or badly quoted, or a plain text that is nothing but the alt text. Undefined when there is none that may be written into
 * a document.
 */
export function readAltAnswer(written: string): AltAnswer | undefined {
	const found = objectIn(written);
	if (found) return usable(found, written);
	const plain = plainAlt(written);
	return plain === undefined ? undefined : { alt: plain, kind: 'informative', reason: '' };
}

function usable(found: Fields, written: string): AltAnswer | undefined {
	const given = found.alt;
	const kind = kindOf(found.kind);
	if (given === undefined && kind !== 'decorative') return undefined;
	const alt = clean(given ?? '');
	if (alt.length > longestAlt) return undefined;
	const reason = plainLine(found.reason ?? '');
	const description = plainLine(found.description ?? '');
	if (isBlind(reason) || isBlind(withoutObject(written))) return undefined;
	// The text of a picture may be an apology; a description can't.
	if (kind === 'text' ? isBlind(alt) : isRefusal(alt) || opensTask(alt)) return undefined;
	if (kind !== 'text' && alt !== '' && altState(alt, undefined) === 'placeholder') return undefined;
	if (alt === '') return kind === 'decorative' || kind === undefined ? { alt, kind: 'decorative', reason } : undefined;
	return { alt, kind: kind ?? 'informative', reason, ...(description && !isRefusal(description) && { description }) };
}

/** Returns what stands around the object: from the first brace to the last is left out. */
function withoutObject(written: string): string {
	const first = written.indexOf('{');
	const last = written.lastIndexOf('}');
	return first === -1 || last < first ? written : written.slice(0, first) + written.slice(last + 1);
}

function kindOf(named: string | undefined): AltKind | undefined {
	const word = named?.trim().toLowerCase();
	return altKinds.find((kind) => word === kind) ?? altKinds.find((kind) => word?.includes(kind));
}

/** The last object in the text that says something of an alt text: thoughts may hold drafts. */
function objectIn(written: string): Fields | undefined {
	const text = written.slice(-mostRead);
	let last: Fields | undefined;
	let behind = 0;
	for (const { index } of [...text.matchAll(/\{/g)].slice(-mostBraces)) {
		if (index < behind) continue;
		const end = objectEnd(text, index);
		const parsed = parseLeniently(text.slice(index, end));
		if (!parsed) continue;
		last = parsed;
		behind = end ?? text.length;
	}
	return last;
}

function objectEnd(written: string, from: number): number | undefined {
	let isInString = false;
	for (let at = from, depth = 0; at < written.length; at++) {
		const sign = written[at];
		if (sign === '\\') at++;
		else if (sign === '"') isInString = !isInString;
		else if (!isInString && sign === '{') depth++;
		else if (!isInString && sign === '}' && --depth === 0) return at + 1;
	}
	return undefined;
}

function parseLeniently(object: string): Fields | undefined {
	for (const json of [object, object.replaceAll(/[\r\n\t]+/g, ' ').replaceAll(/,\s*(?=[}\]])/g, '')]) {
		try {
			const found = fieldsOf(JSON.parse(json));
			if (hasAlt(found)) return found;
		} catch {
			// Not JSON as it stands.
		}
	}
	const fields = Object.fromEntries(looseFields(object));
	const found = fieldsOf(fields);
	return hasAlt(found) ? found : undefined;
}

/** The quotes around a value, and what may follow the closing one. */
const quotes: Readonly<Record<string, { readonly close: string; readonly followers: string }>> = {
	'"': { close: '"', followers: ',，}' },
	"'": { close: "'", followers: ',}' },
	'“': { close: '”', followers: '' },
};

/**
 * Reads names and quoted values without a care for the rest. By hand: a regular expression for it takes quadratic time where
 * names or values don't end.
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

/** Returns the name before a colon, with or without quotes; empty where there is none behind `from`. */
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

/** Curly quotes have no escapes. */
function closingQuote(object: string, from: number, close: string): number {
	if (close === '”') return object.indexOf(close, from);
	let at = from;
	while (at < object.length && object[at] !== close) at += object[at] === '\\' ? 2 : 1;
	return at < object.length ? at : -1;
}

function isBlank(sign: string | undefined): boolean {
	return sign !== undefined && /\s/.test(sign);
}

function fieldsOf(object: unknown): Fields {
	const entries = new Map<string, unknown>(typeof object === 'object' && object !== null ? Object.entries(object) : []);
	const field = (key: keyof Fields): string | undefined =>
		names[key].map((name) => entries.get(name)).find((value) => typeof value === 'string');
	return Object.fromEntries(
		(['alt', 'kind', 'reason', 'description'] as const).flatMap((key) => {
			const value = field(key);
			return value === undefined ? [] : [[key, value]];
		}),
	);
}

function hasAlt({ alt, kind }: Fields): boolean {
	return alt !== undefined || kindOf(kind) === 'decorative';
}

/** What leads to an alt text: "Alt text:", "替代文本：". */
const label =
	/^[#>*\-\s]*(?:(?:the |suggested |proposed |possible )?alt(?:ernative)?(?:[ -]?text)?|替代文[本字]|代替テキスト|altテキスト|alternativtext|texte alternatif|texto alternativo)(?:\*\*)?\s*[:：]\s*(?:\*\*\s*)?/i;

/** A line that only announces what comes: "Sure! Here is the alt text:". */
const announcement = /^[^\n]{0,160}[:：]\s*\n/;

function plainAlt(written: string): string | undefined {
	const whole = written.trim();
	const body = whole
		.slice(-mostPlainRead)
		.replaceAll(/```\w*\n?/g, '')
		.trim();
	const attribute = /(?<![\w-])alt="([^"]+)"|!\[([^\][]+)\]\(/i.exec(body);
	const quotedAlt = attribute?.[1] ?? attribute?.[2];
	if (quotedAlt !== undefined) return allowed(clean(quotedAlt), 'labelled');
	const lines = body.split('\n').map((line) => line.trim());
	const labelled = lines.find((line) => label.test(line) && line.replace(label, '') !== '');
	if (labelled !== undefined) return allowed(clean(labelled.replace(label, '')), 'labelled');
	if (whole.length > mostPlainRead) return undefined;
	const announced = announcement.test(body) ? body.replace(announcement, '') : body;
	// Several paragraphs or a list are a description, or thoughts.
	if (/\n[^\S\n]*\n|^[^\S\r\n\u2028\u2029]*(?:[-*]|\d+\.)\s/m.test(announced)) return undefined;
	return allowed(clean(announced), 'bare');
}

function allowed(alt: string, how: 'labelled' | 'bare'): string | undefined {
	if (altState(alt, undefined) === 'placeholder' || isRefusal(alt) || isAboutTask(alt)) return undefined;
	if (!/[\p{L}\p{N}]/u.test(alt)) return undefined;
	return how === 'bare' && (alt.length > longestPlain || /[{}<>]|!\[/.test(alt)) ? undefined : alt;
}

const pairs: readonly (readonly [open: string, close: string])[] = [
	['"', '"'],
	["'", "'"],
	['“', '”'],
	['「', '」'],
	['«', '»'],
	['`', '`'],
];

/** One line without the quotes, marks and openings that don't belong to an alt text. */
function clean(given: string): string {
	let alt = plainLine(
		plainLine(given)
			.replaceAll(/\*\*([^*]+)\*\*/g, '$1')
			.replaceAll(/^#+ /g, ''),
	);
	for (const [open, close] of pairs) {
		const inner = alt.slice(1, -1);
		if (alt.length > 1 && alt.startsWith(open) && alt.endsWith(close) && !inner.includes(open)) alt = inner.trim();
	}
	alt = plainLine(alt);
	const opening = /^(?:an? |the )?(?:image|picture|photo|photograph) (?:of|showing)\s+(?=\S)/i.exec(alt);
	if (!opening) return alt;
	const rest = alt.slice(opening[0].length);
	return rest.charAt(0).toUpperCase() + rest.slice(1);
}
