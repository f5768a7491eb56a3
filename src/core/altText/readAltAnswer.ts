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
	const reason = plainLine(found.reason ?? '');
	const description = plainLine(found.description ?? '');
	if (isBlind(reason) || isBlind(written.replaceAll(/\{[^]*\}/g, ''))) return undefined;
	// The text of a picture may be an apology; a description can't.
	if (kind === 'text' ? isBlind(alt) : isRefusal(alt) || opensTask(alt)) return undefined;
	if (kind !== 'text' && alt !== '' && altState(alt, undefined) === 'placeholder') return undefined;
	if (alt === '') return kind === 'decorative' || kind === undefined ? { alt, kind: 'decorative', reason } : undefined;
	return { alt, kind: kind ?? 'informative', reason, ...(description && !isRefusal(description) && { description }) };
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
	const fields = Object.fromEntries(
		[
			...object.matchAll(
				/["'“]?(\w+)["'”]?\s*[:：]\s*(?:"((?:\\.|[^"\\])*?)"(?=\s*[,，}]|\s*$)|'((?:\\.|[^'\\])*?)'(?=\s*[,}]|\s*$)|“([^”]*)”)/g,
			),
		].map(([, name = '', double, single, curly]) => [
			name,
			(double ?? single ?? curly ?? '').replaceAll(/\\(["'\\/])/g, '$1').replaceAll(/\\[nrt]/g, ' '),
		]),
	);
	const found = fieldsOf(fields);
	return hasAlt(found) ? found : undefined;
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
	/^(?:[#>*\-\s]|\*\*)*(?:(?:the |suggested |proposed |possible )?alt(?:ernative)?(?:[ -]?text)?|替代文[本字]|代替テキスト|altテキスト|alternativtext|texte alternatif|texto alternativo)(?:\*\*)?\s*[:：]\s*(?:\*\*)?\s*/i;

/** A line that only announces what comes: "Sure! Here is the alt text:". */
const announcement = /^[^\n]{0,160}[:：]\s*\n+/;

function plainAlt(written: string): string | undefined {
	const body = written.replaceAll(/```\w*\n?/g, '').trim();
	const attribute = /<img\b[^>]*\balt="([^"]+)"|\balt="([^"]+)"|!\[([^\]]+)\]\([^)]*\)/i.exec(body);
	const quotedAlt = attribute?.[1] ?? attribute?.[2] ?? attribute?.[3];
	if (quotedAlt !== undefined) return allowed(clean(quotedAlt), 'labelled');
	const lines = body.split('\n').map((line) => line.trim());
	const labelled = lines.find((line) => label.test(line) && line.replace(label, '') !== '');
	if (labelled !== undefined) return allowed(clean(labelled.replace(label, '')), 'labelled');
	const announced = announcement.test(body) ? body.replace(announcement, '') : body;
	// Several paragraphs or a list are a description, or thoughts.
	if (/\n\s*\n|^\s*(?:[-*]|\d+\.)\s/m.test(announced)) return undefined;
	return allowed(clean(announced), 'bare');
}

function allowed(alt: string, how: 'labelled' | 'bare'): string | undefined {
	if (altState(alt, undefined) === 'placeholder' || isRefusal(alt) || isAboutTask(alt)) return undefined;
	if (!/[\p{L}\p{N}]/u.test(alt)) return undefined;
	return how === 'bare' && (alt.length > longestPlain || /[{}<>]/.test(alt)) ? undefined : alt;
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
	let alt = plainLine(given)
		.replaceAll(/\*\*([^*]+)\*\*/g, '$1')
		.replaceAll(/^#+ /g, '');
	for (const [open, close] of pairs) {
		const inner = alt.slice(1, -1);
		if (alt.length > 1 && alt.startsWith(open) && alt.endsWith(close) && !inner.includes(open)) alt = inner.trim();
	}
	const opening = /^(?:an? |the )?(?:image|picture|photo|photograph) (?:of|showing)\s+(?=\S)/i.exec(alt);
	if (!opening) return alt;
	const rest = alt.slice(opening[0].length);
	return rest.charAt(0).toUpperCase() + rest.slice(1);
}
