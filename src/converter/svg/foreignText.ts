import { readDeclarations } from './styleSheet.ts';
import type { SvgElement } from './svgDocument.ts';

const blocks = new Set('p div li tr table ul ol h1 h2 h3 h4 h5 h6 pre section article header footer body'.split(' '));

/** The width of a letter in parts of the font's size, on average: nobody measures the text. */
const letterWidth = 0.55;
const lineHeight = 1.2;
const usualSize = 16;

/** The most characters that are drawn of one element. */
const mostCharacters = 20_000;

/** What HTML says of its text. */
interface Look {
	readonly size: number;
	readonly colour: string;
	readonly isCentred: boolean;
	readonly isBold: boolean;
}

/** Returns the text of HTML inside a drawing as lines of SVG, where it would be, as far as that can be told without its layout. */
export function foreignText(element: SvgElement): SvgElement {
	const box = textBox(element);
	const lines = wrappedLines(linesIn(element), box);
	const { size, colour, isCentred, isBold } = box.look;
	const step = size * lineHeight;
	const free = box.height - lines.length * step;
	const top = box.y + (box.isMiddle ? free / 2 : Math.max(0, Math.min(free, 0))) + size;
	return group(
		element,
		lines.map((line, index) => ({
			name: 'text',
			kind: 'text',
			attributes: new Map([
				['x', String(isCentred ? box.x + box.width / 2 : box.x)],
				['y', String(top + index * step)],
				['font-size', String(size)],
				['font-family', 'sans-serif'],
				['fill', colour],
				['text-anchor', isCentred ? 'middle' : 'start'],
				...(isBold ? [['font-weight', 'bold'] as const] : []),
			]),
			children: [line],
		})),
	);
}

function group({ attributes }: SvgElement, children: SvgElement[]): SvgElement {
	const kept = ['transform', 'class', 'id', 'opacity', 'clip-path'];
	return {
		name: 'g',
		kind: 'g',
		attributes: new Map([...attributes].filter(([name]) => kept.includes(name))),
		children,
	};
}

interface TextBox {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	/** True if the text is in the middle between top and bottom. */
	readonly isMiddle: boolean;
	readonly look: Look;
}

/** Returns where the text is: in the element, or where the first boxes inside of it say by their margins (as draw.io writes). */
function textBox(element: SvgElement): TextBox {
	const side = (name: string): number => Number.parseFloat(element.attributes.get(name) ?? '0') || 0;
	const isWhole = (name: string): boolean => element.attributes.get(name)?.endsWith('%') === true;
	let [x, y, width, height] = [side('x'), side('y'), side('width'), side('height')];
	let isMiddle = height < 4 * usualSize * lineHeight && !isWhole('height');
	let look: Look = { size: usualSize, colour: '#000', isCentred: false, isBold: false };
	for (let inside: SvgElement | undefined = element; inside; inside = onlyChild(inside)) {
		const style = new Map(readDeclarations(inside.attributes.get('style') ?? ''));
		const pixels = (name: string): number | undefined => pixelsOf(style.get(name));
		const [left, top, own] = [pixels('margin-left'), pixels('padding-top'), pixels('width')];
		if (isWhole('width') && left !== undefined && top !== undefined) {
			[x, y, width, height] = [left, top, own ?? 0, 0];
			isMiddle = true;
		}
		look = lookOf(inside, style, look);
	}
	return { x, y, width, height, isMiddle: isMiddle || look.isCentred, look };
}

function onlyChild({ children }: SvgElement): SvgElement | undefined {
	const inside = children.filter((child) => typeof child !== 'string' || child.trim() !== '');
	const [first] = inside;
	return typeof first === 'string' ? undefined : first;
}

function lookOf({ kind }: SvgElement, style: ReadonlyMap<string, string>, before: Look): Look {
	const align = style.get('text-align') ?? style.get('justify-content');
	const weight = style.get('font-weight');
	return {
		size: Math.min(200, pixelsOf(style.get('font-size')) ?? before.size),
		colour: style.get('color') ?? before.colour,
		isCentred: align === undefined ? before.isCentred || kind === 'center' : align.includes('center'),
		isBold: weight === undefined ? before.isBold || kind === 'b' || kind === 'strong' : /bold|[6-9]00/.test(weight),
	};
}

function pixelsOf(value: string | undefined): number | undefined {
	const [, number = '', unit = ''] = /^([\d.]+)(px|pt|em|rem)?$/.exec(value?.trim() ?? '') ?? [];
	if (number === '') return undefined;
	return Number(number) * (unit === 'pt' ? 4 / 3 : unit === 'em' || unit === 'rem' ? usualSize : 1);
}

/** Returns the text, a line for each block and break. */
function linesIn(element: SvgElement): readonly string[] {
	let text = '';
	const add = ({ kind, children }: SvgElement): void => {
		if (kind === 'br' || blocks.has(kind)) text += '\n';
		for (const child of kind === 'style' || kind === 'script' ? [] : children) {
			if (typeof child !== 'string') add(child);
			else if (text.length < mostCharacters) text += child.replaceAll(/\s+/g, ' ');
		}
		if (blocks.has(kind)) text += '\n';
	};
	add(element);
	return text
		.slice(0, mostCharacters)
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');
}

/** Breaks lines where they would leave the box. */
function wrappedLines(lines: readonly string[], { width, look }: TextBox): readonly string[] {
	const most = width > 1 ? Math.max(4, Math.floor(width / (look.size * letterWidth))) : Number.POSITIVE_INFINITY;
	return lines.flatMap((line) => {
		const wrapped: string[] = [];
		for (const word of line.split(' ')) {
			const last = wrapped.at(-1);
			if (last !== undefined && last.length + 1 + word.length <= most) wrapped[wrapped.length - 1] = `${last} ${word}`;
			else wrapped.push(word);
		}
		return wrapped;
	});
}
