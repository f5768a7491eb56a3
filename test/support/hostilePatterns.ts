import type { Pattern } from './linearTime.ts';

/** Pieces that are repeated to the length: what opens and never closes, what can be read in two ways, what is nested. */
const repeated: Readonly<Record<string, string>> = {
	stars: '*',
	'double stars': '**',
	underscores: '_',
	'underscored letters': '_a',
	'stars and letters': '*a **b ',
	tildes: '~',
	backticks: '`',
	'spaced backticks': '` ',
	'tilted quotes': '` ``  ',
	'opening brackets': '[',
	'closing brackets': ']',
	'bracket pairs': '[]',
	'bracketed letters': '[a',
	'links without an end': '[a](',
	'links in links': '[a](b "',
	'pictures without an end': '![](',
	'pictures without a bracket': '![',
	'reference definitions': '[a]: b\n',
	'reference uses': '[a][a]',
	'opening braces': '{',
	'closing braces': '}',
	'brace pairs': '{}',
	'quoted braces': '{"',
	'template openings': '`${',
	'quoted openings': '{`${"',
	'mustache openings': '{{',
	'template tags': '{% ',
	'server tags': '<% ',
	parentheses: '(',
	'less-than signs': '<',
	'greater-than signs': '>',
	'tag openings': '<a',
	'tag openings with a blank': '<a ',
	'tags in tags': '<a><b ',
	'nested elements': '<a>',
	'attribute openings': '<a x="',
	'attribute names': ' a=',
	'attribute braces': '{<a x=',
	'closing tags': '</a',
	'macros in quotes': 'image:a["',
	'commands with options': '\\includegraphics[a,',
	'calls with comments': '#image(/*',
	'directives in directives': '.. figure:: a\n\n ',
	comments: '<!--',
	'comment ends': '-->',
	declarations: '<!DOCTYPE[',
	'processing instructions': '<?',
	'character data': '<![CDATA[',
	'script elements': '<script>',
	'style elements': '<style ',
	ampersands: '&',
	'entity openings': '&a',
	hyphens: '-',
	'list marks': '- ',
	'numbered list marks': '1. ',
	'quote marks': '> ',
	'mixed marks': '> - 1. ',
	'hash signs': '#',
	'equals signs': '=',
	pipes: '|',
	'table cells': '|-',
	'table rows': '|a|b|\n|-|-|\n',
	blanks: ' ',
	tabs: '\t',
	'line breaks': '\n',
	'blank lines': '\n \n',
	'carriage returns': '\r\n',
	'line separators': '\u2028',
	'no-break spaces': '\u00a0',
	'double quotes': '"',
	'single quotes': "'",
	'curly quotes': '“',
	'mixed quotes': '"\'`',
	'escaped quotes': '\\"',
	backslashes: '\\',
	colons: ':',
	'wide colons': '：',
	commas: ',',
	'full stops': '.',
	'exclamation marks': '!',
	slashes: '/',
	'file names': 'a/',
	'dotted names': 'a.',
	'file names with places': 'a.b:1',
	'at signs': 'a@',
	addresses: 'http://',
	'mail addresses': 'a@b.',
	'web names': 'www.',
	letters: 'a',
	digits: '1',
	words: 'word ',
	labels: 'alt text:',
	'starred labels': '** alt ',
	fields: '"alt":"',
	'unquoted fields': 'alt: ',
	apologies: "I'm sorry, ",
	'apologies without an end': 'I cannot see ',
	'apologies in Chinese': '抱歉，我无法',
	'apologies in Japanese': '画像を',
	'apologies in Korean': '이미지를',
	'apologies in German': 'ich kann das bild ',
	requests: 'please provide ',
	'front matter': '---\n',
	'hidden text': '\u200b',
	'combining marks': '\u0301',
	'half characters': '\ud800',
	emoji: '👩‍👩‍👧‍👦',
	'Chinese letters': '图',
};

/** Texts that are no plain repetition. */
const built: readonly Pattern[] = [
	around('letters between many blanks', 'a', ' ', 'b'),
	around('stars before a letter', '', '*', ' x'),
	around('blanks before a line break', 'a', ' ', '\n'),
	around('a table row of blanks', '|', ' ', '|\n|-|\n'),
	around('hash signs behind a heading', '# a ', '#', ' b'),
	around('a list of a long line', '- ', 'a ', ''),
	around('a label behind many signs', '', '#>*- ', 'alt text'),
	around('a field with a long value', '{"alt": "', 'a', ''),
	around('a field with many escapes', '{"alt": "', '\\"', ''),
	around('a link with a long name', '[', 'a', ']'),
	around('a link with a long address', '[a](', 'a', ''),
	around('a tag with a long name', '<', 'a', ''),
	around('a tag with many blanks', '<a', ' ', 'b'),
	around('a fence without an end', '```\n', 'a\n', ''),
	around('a fence of backticks', '', '`', '\n'),
	around('an apology with a long middle', 'I am sorry ', 'but ', 'I can'),
	around('a path with many folders', '', 'a/', 'b'),
	around('a number with many digits', 'a.b:', '1', ''),
	nested('nested braces', '{', '}'),
	nested('nested quoted braces', '{"a":', '}'),
	nested('nested brackets', '[', ']'),
	nested('nested links', '[', '](a)'),
	nested('nested elements that close', '<b>', '</b>'),
	nested('nested emphasis', '*a', 'a*'),
	nested('nested templates', '`${', '}`'),
	{ name: 'a list that is indented deeper and deeper', of: stairs('- a') },
	{ name: 'quotes that get deeper and deeper', of: (length) => growing(length, (line) => `${'>'.repeat(line)}a\n`) },
	{ name: 'backticks in growing runs', of: (length) => growing(length, (line) => `${'`'.repeat(line)} `) },
	{ name: 'stars in growing runs', of: (length) => growing(length, (line) => `${'*'.repeat(line)}a`) },
	{ name: 'reference definitions of many names', of: (length) => growing(length, (line) => `[a${line}]: b\n`) },
	{ name: 'uses of many names', of: (length) => growing(length, (line) => `[a${line}] `) },
];

/** Texts that make badly built readers take quadratic or exponential time. */
export const hostilePatterns: readonly Pattern[] = [
	...Object.entries(repeated).map(([name, piece]) => around(name, '', piece, '')),
	...built,
];

/** A piece that is repeated between two texts. */
function around(name: string, before: string, piece: string, after: string): Pattern {
	const of = (length: number): string =>
		before + piece.repeat(Math.max(1, Math.ceil((length - before.length - after.length) / piece.length))) + after;
	return { name, of };
}

/** As many openings as closings. */
function nested(name: string, open: string, close: string): Pattern {
	const of = (length: number): string => {
		const depth = Math.max(1, Math.floor(length / (open.length + close.length)));
		return open.repeat(depth) + close.repeat(depth);
	};
	return { name, of };
}

/** Lines that are indented by two more each. */
function stairs(line: string): (length: number) => string {
	return (length) => growing(length, (index) => `${' '.repeat(index * 2)}${line}\n`);
}

/** Pieces, numbered from 1, until the length is reached. */
function growing(length: number, piece: (index: number) => string): string {
	const pieces: string[] = [];
	for (let index = 1, total = 0; total < length; index++) {
		const next = piece(index);
		pieces.push(next);
		total += next.length;
	}
	return pieces.join('').slice(0, length);
}
