/** A picture in HTML. */
interface HtmlPicture {
	/** As written, without character references. */
	readonly source: string;
	readonly alt: string;
}

/** What copied or dragged HTML holds. */
export interface HtmlContent {
	/** Whether it has words; what follows the first one isn't read. */
	readonly hasWords: boolean;
	readonly pictures: readonly HtmlPicture[];
	/** The targets of its links. */
	readonly links: readonly string[];
}

/** The most pictures and links that are read. */
const most = 1000;

/** The most characters of the markup between two tags that may hold blanks alone. */
const longestBlank = 100_000;

/** Elements whose content isn't shown. */
const hidden: ReadonlySet<string> = new Set(['head', 'style', 'script', 'title', 'template', 'xml', 'noscript']);

/**
 * Reads the HTML of a paste or a drop as far as it takes to tell whether it is pictures alone. A browser writes the part that was
 * copied between two comments, with what is around it; Word writes a style sheet before. Each character is looked at once.
 */
export function htmlContent(html: string): HtmlContent {
	const begin = after(html, '<!--StartFragment-->');
	const end = begin === 0 ? -1 : html.indexOf('<!--EndFragment-->', begin);
	const stop = end < 0 ? html.length : end;
	const pictures: HtmlPicture[] = [];
	const links: string[] = [];
	for (let at = begin; at < stop;) {
		const open = html.indexOf('<', at);
		const textEnd = open < 0 || open > stop ? stop : open;
		if (!isBlank(html, at, textEnd)) return { hasWords: true, pictures, links };
		if (textEnd === stop) break;
		if (html.startsWith('<!--', open)) {
			at = endOf(html, '-->', open + 4);
			continue;
		}
		const name = nameAt(html, open + 1);
		const { end: tagEnd, attributes } = readTag(html, open);
		at = hidden.has(name) ? endOfElement(html, name, tagEnd) : tagEnd;
		if ((name === 'img' || name === 'a') && pictures.length + links.length < most) {
			const source = attributes.get(name === 'img' ? 'src' : 'href');
			if (source !== undefined && name === 'img') pictures.push({ source, alt: attributes.get('alt') ?? '' });
			else if (source !== undefined) links.push(source);
		}
	}
	return { hasWords: false, pictures, links };
}

/** Returns the offset behind a text; 0 where it isn't there. */
function after(html: string, text: string): number {
	const at = html.indexOf(text);
	return at < 0 ? 0 : at + text.length;
}

/** Returns the offset behind a text; the end where it isn't there. */
function endOf(html: string, text: string, from: number): number {
	const at = html.indexOf(text, from);
	return at < 0 ? html.length : at + text.length;
}

/** Tells whether a range has nothing that is seen. */
function isBlank(html: string, start: number, end: number): boolean {
	if (end === start) return true;
	if (end - start > longestBlank) return false;
	return (
		html
			.slice(start, end)
			.replaceAll(/&(?:nbsp|#160|#xa0|zwnj|#8203);/gi, ' ')
			.replaceAll(/[\p{Cf}\p{Cc}\uFFFC]/gu, '')
			.trim() === ''
	);
}

function nameAt(html: string, at: number): string {
	return /^[a-z][\w-]{0,20}/i.exec(html.slice(at, at + 24))?.[0].toLowerCase() ?? '';
}

/** Reads a tag, whose quoted values may hold any sign. */
function readTag(
	html: string,
	open: number,
): { readonly end: number; readonly attributes: ReadonlyMap<string, string> } {
	const attributes = new Map<string, string>();
	let at = behind(html, open + 1, (sign) => !/[\s/>]/.test(sign));
	for (;;) {
		at = behind(html, at, (sign) => /[\s/]/.test(sign));
		if (at >= html.length) return { end: html.length, attributes };
		if (html.charAt(at) === '>') return { end: at + 1, attributes };
		const nameEnd = behind(html, at + 1, (sign) => !/[\s/>=]/.test(sign));
		const name = html.slice(at, Math.min(nameEnd, at + longestName)).toLowerCase();
		at = behind(html, nameEnd, isSpace);
		if (html.charAt(at) !== '=') continue;
		at = behind(html, at + 1, isSpace);
		const quote = html.charAt(at);
		const isQuoted = quote === '"' || quote === "'";
		const start = isQuoted ? at + 1 : at;
		// The address of a picture may be the picture itself.
		const close = isQuoted ? html.indexOf(quote, start) : behind(html, start, (sign) => !/[\s>]/.test(sign));
		const valueEnd = close < 0 ? html.length : close;
		// The first of a name counts.
		if (kept.has(name) && !attributes.has(name)) attributes.set(name, decoded(html.slice(start, valueEnd)).trim());
		at = isQuoted ? valueEnd + 1 : valueEnd;
	}
}

/** The attributes that are kept. */
const kept: ReadonlySet<string> = new Set(['src', 'href', 'alt']);

/** The most characters of an attribute's name that are looked at. */
const longestName = 20;

const isSpace = (sign: string): boolean => /\s/.test(sign);

/** Returns the first offset from `at` whose character is another one. */
function behind(html: string, at: number, isPart: (sign: string) => boolean): number {
	let end = at;
	while (end < html.length && isPart(html.charAt(end))) end++;
	return end;
}

/** Returns the offset behind the end of an element without elements of its own name. */
function endOfElement(html: string, name: string, from: number): number {
	for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2)) {
		if (nameAt(html, at + 2) === name) return endOf(html, '>', at);
	}
	return html.length;
}

const references: Readonly<Record<string, string>> = { amp: '&', quot: '"', apos: "'", lt: '<', gt: '>', nbsp: ' ' };

/** Resolves the references that programs write in attributes. */
function decoded(text: string): string {
	if (!text.includes('&')) return text;
	return text.replaceAll(
		/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|quot|apos|lt|gt|nbsp));/gi,
		(whole, ten, sixteen, name) => {
			if (typeof name === 'string') return references[name.toLowerCase()] ?? whole;
			const code = typeof ten === 'string' ? Number(ten) : Number.parseInt(String(sixteen), 16);
			return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
		},
	);
}
