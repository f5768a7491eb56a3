import type { Failure } from '../failure.ts';
import { shortened } from '../outsideText.ts';

/** The text that replaces the key. */
const mask = '•••';

/** The number of consecutive characters that would reveal the key; all of a shorter key. */
const tellingLength = 6;

/** Characters that a service, or a page that wraps lines, may insert into a key. */
const separators = /[\s\u{AD}\u{200B}\u{2060}]/u;

/** One character of a text and its position: `%41`, `&#65;`, `\u0041` and `A` are the same character. */
interface Written {
	readonly character: string;
	readonly start: number;
	readonly end: number;
}

/**
 * Returns a service's text without the API key that was sent: some services repeat it in their errors. Parts of six
 * characters and more are removed too, even if written in JSON, HTML or percent-encoded.
 */
export function withoutKey(text: string, key: string | undefined): string {
	if (!key || isWord(key)) return text;
	let clean = text;
	// Text that was encoded twice, such as %2541, is plain after the first pass.
	for (let look = 0; look < 3; look++) {
		const masked = maskKey(clean, key);
		if (masked === clean) break;
		clean = masked;
	}
	return clean;
}

/**
 * Tells whether a key is only a word, as people enter it for servers that need none: it is no secret, and appears in
 * many sentences.
 */
function isWord(key: string): boolean {
	return key.length < 16 && /^[a-z]+$/i.test(key);
}

/** The most characters of a service's text that are shown, kept or logged. */
const longestWords = 4000;

/** Returns a failure in which the service's texts are bounded and without the key. */
export function failureWithoutKey(failure: Failure, key: string | undefined): Failure {
	return mapTexts(failure, (text) => withoutKey(shortened(text, longestWords), key));
}

/** Returns the same object with each text in it changed. */
function mapTexts<Value>(value: Value, change: (text: string) => string): Value {
	const map = (part: unknown): unknown => {
		if (typeof part === 'string') return change(part);
		if (Array.isArray(part)) return part.map(map);
		if (typeof part !== 'object' || part === null) return part;
		return Object.fromEntries(
			Object.entries(part).map(([name, inner]) => [name, name === 'kind' ? inner : map(inner)]),
		);
	};
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same shape, only its texts change
	return map(value) as Value;
}

function maskKey(text: string, key: string): string {
	const written = charactersOf(text);
	const plain = written.map(({ character }) => character).join('');
	const length = Math.min(tellingLength, key.length);
	const pieces = new Set(Array.from({ length: key.length - length + 1 }, (_, at) => key.slice(at, at + length)));
	const kept: string[] = [];
	let from = 0;
	for (let at = 0; at + length <= plain.length;) {
		if (!pieces.has(plain.slice(at, at + length))) {
			at++;
			continue;
		}
		let end = at + length;
		while (end < plain.length && pieces.has(plain.slice(end - length + 1, end + 1))) end++;
		kept.push(text.slice(from, written[at]?.start), mask);
		from = written[end - 1]?.end ?? text.length;
		at = end;
	}
	return kept.length === 0 ? text : kept.join('') + text.slice(from);
}

/** One ASCII character in any of its escaped forms; keys contain no other characters. */
const escaped =
	/%(?:25){0,3}([\da-f]{2})|&(?:amp;){0,3}#x0{0,6}([\da-f]{1,2});|&(?:amp;){0,3}#0{0,6}(\d{1,3});|\\{1,4}u00([\da-f]{2})|\\{1,4}x([\da-f]{2})/iy;

/** Named references and escapes for a key's punctuation. */
const named = /&(?:amp;){0,3}(period|lowbar|hyphen|dash|equals|plus|sol|colon|amp);|\\{1,4}([./_\-=+:])/iy;
const names: Readonly<Record<string, string>> = {
	period: '.',
	lowbar: '_',
	hyphen: '-',
	dash: '-',
	equals: '=',
	plus: '+',
	sol: '/',
	colon: ':',
	amp: '&',
};

function charactersOf(text: string): readonly Written[] {
	const written: Written[] = [];
	for (let at = 0; at < text.length;) {
		const { character, length } = characterAt(text, at);
		if (!separators.test(character)) written.push({ character, start: at, end: at + length });
		at += length;
	}
	return written;
}

function characterAt(text: string, at: number): { readonly character: string; readonly length: number } {
	const sign = text.charAt(at);
	if (sign === '%' || sign === '&' || sign === '\\') {
		escaped.lastIndex = at;
		const [whole, percent, hex, decimal, unicode, short] = escaped.exec(text) ?? [];
		if (whole !== undefined) {
			const code =
				decimal === undefined ? Number.parseInt(percent ?? hex ?? unicode ?? short ?? '', 16) : Number(decimal);
			return { character: String.fromCharCode(code), length: whole.length };
		}
		named.lastIndex = at;
		const [found, name, punctuation] = named.exec(text) ?? [];
		if (found !== undefined) {
			return { character: punctuation ?? names[name?.toLowerCase() ?? ''] ?? '', length: found.length };
		}
	}
	return { character: sign, length: 1 };
}

/** The number of characters processed at once. */
const atOnce = 8192;

/** A filter that removes the key from a text arriving in pieces, even if the key is split across them. */
export interface KeyFilter {
	/** Returns the text that is certain so far, and holds back a possible beginning of the key. */
	read(piece: string): string;
	/** Returns the text that was held back, once the text has ended. */
	end(): string;
}

/** Creates a filter for one text; without a key everything passes at once. */
export function createKeyFilter(key: string | undefined): KeyFilter {
	let held = '';
	return {
		read(piece) {
			if (!key || isWord(key)) return piece;
			let clean = '';
			// In slices: each character takes an object while it is examined.
			for (let at = 0; at < piece.length; at += atOnce) {
				const text = withoutKey(held + piece.slice(at, at + atOnce), key);
				const certain = text.length - growingLength(text, key);
				held = text.slice(certain);
				clean += text.slice(0, certain);
			}
			return clean;
		},
		end() {
			const text = withoutKey(held, key);
			held = '';
			return text;
		},
	};
}

/** An incomplete escape at the end of a text. */
const growingEscape = /(?:%[%\dA-F]{0,8}|&[#\w;]{0,20}|\\{1,4}[ux]?[\dA-F]{0,4})$/i;

/** Returns the length of a text's end that may be the beginning of a part of the key. */
function growingLength(text: string, key: string): number {
	// Each character may take twelve in an escaped form.
	const from = Math.max(0, text.length - tellingLength * 12);
	const tail = text.slice(from);
	const escape = growingEscape.exec(tail);
	const whole = escape ? tail.slice(0, escape.index) : tail;
	const written = charactersOf(whole);
	let first = written.length;
	for (let length = Math.min(tellingLength, key.length) - 1; length > 0; length--) {
		const start = written.length - length;
		const end = written
			.slice(Math.max(start, 0))
			.map(({ character }) => character)
			.join('');
		if (start < 0 || !key.includes(end)) continue;
		first = start;
		break;
	}
	const begin = written[first]?.start ?? escape?.index ?? tail.length;
	return tail.length - begin;
}
