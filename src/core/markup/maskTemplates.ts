// The signs of template languages in HTML: what stands between them is known only when a page is made.
import { searchIn } from './passOver.ts';

/** Where a sign ends that code follows: with the brackets behind its name, or with the name where there are none. */
const codeEnds = { bracket: Symbol('bracket'), name: Symbol('name') } as const;

/** Where a sign of a template language ends: at a text, or with the code behind it. */
type SignEnd = string | symbol;

const moustaches: Readonly<Record<string, SignEnd>> = { '{{': '}}', '{{{': '}}}', '{{!--': '--}}', '{{--': '--}}' };
const tags: Readonly<Record<string, SignEnd>> = { '<%': '%>', '<?': '?>', '<%--': '--%>' };
const jinja: Readonly<Record<string, SignEnd>> = { ...moustaches, '{%': '%}', '{#': '#}' };

const signsOf = {
	/** What people put into plain HTML, whatever makes the page of it. */
	html: { ...jinja, ...tags },
	php: tags,
	blade: { ...moustaches, ...tags, '{!!': '!!}', '@': codeEnds.bracket },
	jinja,
	handlebars: moustaches,
	ejs: tags,
	razor: { '@*': '*@', '@': codeEnds.name },
} satisfies Readonly<Record<string, Readonly<Record<string, SignEnd>>>>;

export type TemplateSigns = keyof typeof signsOf;

/** Blocks whose content isn't displayed. */
const silentBlock = /\{%-?\s*(comment|schema|javascript|stylesheet|liquid)\b/y;

/** The most characters of brackets behind a sign. */
const longest = 4000;

/** Returns the text with template signs and what is between them replaced by letters, offset for offset. */
export function maskTemplates(text: string, language: TemplateSigns): string {
	const signs: Readonly<Record<string, SignEnd>> = signsOf[language];
	const openings = Object.keys(signs).toSorted((a, b) => b.length - a.length);
	const search = new RegExp(openings.map((sign) => sign.replaceAll(/[{}|?*$!#-]/g, String.raw`\$&`)).join('|'), 'g');
	const behind = searchIn(text);
	const parts: string[] = [];
	let copied = 0;
	for (let at = 0; ;) {
		search.lastIndex = at;
		const found = search.exec(text);
		if (!found) break;
		const [sign] = found;
		const start = found.index;
		at = start + sign.length;
		const how = signs[sign] ?? '';
		const end = typeof how === 'symbol' ? codeEnd(text, at, how) : (blockEnd(text, start, behind) ?? behind(how, at));
		// PHP at the end of a file isn't closed.
		const last = end ?? (sign === '<?' ? text.length : undefined);
		if (last === undefined || last === at) continue;
		parts.push(text.slice(copied, start), 'x'.repeat(last - start));
		copied = last;
		at = last;
	}
	return parts.join('') + text.slice(copied);
}

/** Returns the end of a block whose content isn't displayed. */
function blockEnd(text: string, start: number, behind: ReturnType<typeof searchIn>): number | undefined {
	silentBlock.lastIndex = start;
	const name = silentBlock.exec(text)?.[1];
	if (name === undefined || name === 'liquid') return undefined;
	const close = behind(`end${name}`, start);
	return close === undefined ? undefined : behind('%}', close);
}

/** Returns the end of `@name(…)`; the same offset if it is none. */
function codeEnd(text: string, from: number, how: symbol): number {
	// An address of mail, and an escaped sign.
	if (/[\w@]/.test(text[from - 2] ?? '')) return from;
	const name = /^(?:[A-Za-z_][\w.?]*)?/.exec(text.slice(from, from + 200))?.[0] ?? '';
	let at = from + name.length;
	if (text[at] !== '(' && text[at] !== '[') return how === codeEnds.name && name !== '' ? at : from;
	let depth = 0;
	for (const limit = Math.min(text.length, at + longest); at < limit; at++) {
		const sign = text.charAt(at);
		if (sign === '"' || sign === "'") {
			const close = text.indexOf(sign, at + 1);
			if (close < 0 || close > limit) return from;
			at = close;
		} else if (sign === '(' || sign === '[') depth++;
		else if ((sign === ')' || sign === ']') && --depth === 0) return at + 1;
	}
	return from;
}
