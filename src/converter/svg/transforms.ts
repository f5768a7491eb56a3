import type { Size } from '../../core/media.ts';
import type { SvgElement } from './svgDocument.ts';

const degreesOf: Readonly<Record<string, number>> = { deg: 1, grad: 0.9, rad: 180 / Math.PI, turn: 360 };

/** Returns a CSS transform as an attribute of SVG 1.1, in pixels and degrees; undefined if it needs sizes that nobody knows. */
export function plainTransform(value: string): string | undefined {
	if (value.trim() === 'none') return '';
	const parts: string[] = [];
	for (const piece of value.split(')').slice(0, -1)) {
		const open = piece.indexOf('(');
		const words = piece
			.slice(open + 1)
			.split(/[\s,]+/)
			.filter((word) => word !== '');
		const part = plainFunction(
			piece.slice(0, Math.max(0, open)).replaceAll(/[\s,]/g, '').toLowerCase(),
			words.map(plainNumber),
		);
		if (part === undefined) return undefined;
		parts.push(part);
	}
	return parts.length > 0 ? parts.join(' ') : undefined;
}

function plainFunction(name: string, numbers: readonly (number | undefined)[]): string | undefined {
	if (numbers.some((number) => number === undefined)) return undefined;
	const [first = 0, second] = numbers;
	switch (name) {
		case 'translatex':
			return `translate(${first} 0)`;
		case 'translatey':
			return `translate(0 ${first})`;
		case 'translate3d':
			return `translate(${first} ${second ?? 0})`;
		case 'scalex':
			return `scale(${first} 1)`;
		case 'scaley':
			return `scale(1 ${first})`;
		case 'rotatez':
			return `rotate(${first})`;
		case 'skewx':
			return `skewX(${first})`;
		case 'skewy':
			return `skewY(${first})`;
		case 'translatez':
			return '';
		default:
			return ['translate', 'scale', 'rotate', 'matrix'].includes(name) ? `${name}(${numbers.join(' ')})` : undefined;
	}
}

function plainNumber(word: string): number | undefined {
	const [, number = '', unit = ''] = /^([-+.\de]*\d\.?)([a-z%]*)$/i.exec(word) ?? [];
	if (number === '' || Number.isNaN(Number(number))) return undefined;
	if (unit === '' || unit === 'px') return Number(number);
	const degrees = degreesOf[unit.toLowerCase()];
	return degrees === undefined ? undefined : Number(number) * degrees;
}

const keywords: Readonly<Record<string, number>> = { left: 0, top: 0, center: 0.5, right: 1, bottom: 1 };

/** What an origin is within. */
interface OriginBox extends Size {
	readonly x: number;
	readonly y: number;
}

/** Returns a transform around an origin as one around nothing; undefined if its place isn't known. */
export function aroundOrigin(
	transform: string,
	{ origin, box }: { readonly origin: string; readonly box: OriginBox | undefined },
): string | undefined {
	let [across = '50%', down = '50%'] = origin.trim().toLowerCase().split(/\s+/);
	if (/^(?:top|bottom)$/.test(across) || /^(?:left|right)$/.test(down)) [across, down] = [down, across];
	const x = place(across, box && { start: box.x, length: box.width });
	const y = place(down, box && { start: box.y, length: box.height });
	if (x === undefined || y === undefined) return undefined;
	return x === 0 && y === 0 ? transform : `translate(${x} ${y}) ${transform} translate(${-x} ${-y})`;
}

function place(
	word: string,
	side: { readonly start: number; readonly length: number } | undefined,
): number | undefined {
	const share = word.endsWith('%') ? Number.parseFloat(word) / 100 : keywords[word];
	if (share === undefined || Number.isNaN(share)) return side && (plainNumber(word) ?? Number.NaN) + side.start;
	return side && side.start + share * side.length;
}

/** Returns the box of a plain shape; undefined for others. */
export function shapeBox({ kind, attributes }: SvgElement): OriginBox | undefined {
	const number = (name: string): number => Number.parseFloat(attributes.get(name) ?? '0');
	if (kind === 'rect' || kind === 'image' || kind === 'svg' || kind === 'foreignObject')
		return { x: number('x'), y: number('y'), width: number('width'), height: number('height') };
	if (kind !== 'circle' && kind !== 'ellipse') return undefined;
	const [across, down] = kind === 'circle' ? [number('r'), number('r')] : [number('rx'), number('ry')];
	return { x: number('cx') - across, y: number('cy') - down, width: 2 * across, height: 2 * down };
}

/** Returns what the drawing's own units reach over. */
export function viewBoxOf({ attributes }: SvgElement): OriginBox {
	const [x = 0, y = 0, width, height] = (attributes.get('viewBox') ?? '').split(/[\s,]+/).map(Number);
	const side = (name: string): number => Number.parseFloat(attributes.get(name) ?? '0') || 0;
	return { x: x || 0, y: y || 0, width: width ?? side('width'), height: height ?? side('height') };
}
