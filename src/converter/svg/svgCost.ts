import { countParts, TooManyPartsError } from '../../core/image/partLimit.ts';
import { allElements, childElements, textIn, withoutPrefix, type SvgElement } from './svgDocument.ts';

/** The cost of a drawing, besides the drawing itself. */
export interface SvgCost {
	/** The most copies of the whole drawing that the rasterizer keeps at once. */
	readonly layers: number;
	/** The number of times that each picture is drawn; the rasterizer decodes and keeps it each time. */
	readonly drawn: ReadonlyMap<SvgElement, number>;
	/** The steps that filters take for each pixel. */
	readonly steps: FilterSteps;
}

/** Steps for each pixel, at the drawing's own size. */
export interface FilterSteps {
	/** Those that are the same at every scale. */
	readonly fixed: number;
	/** Those over an area around the pixel, which grows with the scale. */
	readonly area: number;
}

/** The most elements, counting reused ones again. */
const mostDrawn = 300_000;

/** The most elements times style rules: a drawing of 50,000 elements may have a thousand. */
const mostMatches = 50_000_000;

/** Properties that give an element a layer of its own, and the values that don't. */
const layerProperties: Readonly<Record<string, readonly string[]>> = {
	opacity: ['1', '1.0', '100%', 'inherit'],
	filter: ['none'],
	mask: ['none'],
	'clip-path': ['none'],
	'mix-blend-mode': ['normal'],
	isolation: ['auto'],
};

/** The most references of one element: only a style sheet could make more than there are properties. */
const mostReferences = 50;

/** The relevant part of an element's properties. */
interface Style {
	readonly layers: number;
	/** The ids that its properties refer to. */
	readonly references: readonly string[];
}

/**
 * Counts the cost of a drawing: nested layers, filter steps, reuse. Errs on the high side.
 * @throws TooManyPartsError
 */
export function svgCost(root: SvgElement): SvgCost {
	const byId = new Map<string, SvgElement>();
	const sheet = new Map<string, Style>();
	let elements = 0;
	let rules = 0;
	for (const element of allElements(root)) {
		elements++;
		const id = element.attributes.get('id');
		if (id !== undefined && !byId.has(id)) byId.set(id, element);
		if (element.kind === 'style') rules += readSheet(textIn(element), sheet);
	}
	// The rasterizer tries each rule on each element.
	if (elements * rules > mostMatches)
		throw new TooManyPartsError('The drawing has too many style rules for its elements.');
	const styles = new Map<SvgElement, Style>();
	const drawn = new Map<SvgElement, number>();
	const inside = new Set<SvgElement>();
	const count = countParts(mostDrawn);
	const steps = { fixed: 0, area: 0 };
	return { layers: layersIn(root), drawn, steps };

	/** Returns the layers that exist at once while an element is drawn. */
	function layersIn(element: SvgElement): number {
		count();
		// An element that refers to itself isn't drawn.
		if (inside.has(element)) return 0;
		inside.add(element);
		let style = styles.get(element);
		if (!style) styles.set(element, (style = styleOf(element, sheet)));
		if (element.kind === 'image' || element.kind === 'feImage') drawn.set(element, (drawn.get(element) ?? 0) + 1);
		let most = element.kind === 'filter' ? filterLayers(element) : 0;
		if (element.kind === 'filter') {
			const { fixed, area } = filterSteps(element);
			steps.fixed += fixed;
			steps.area += area;
		}
		for (const child of childElements(element)) if (child.kind !== 'defs') most = Math.max(most, layersIn(child));
		for (const id of linksOf(element)) most = Math.max(most, targetLayers(id, 0));
		// Filters, patterns and clips are drawn into a layer of their own, masks into two.
		for (const id of style.references) most = Math.max(most, targetLayers(id, 1));
		inside.delete(element);
		return most + style.layers;
	}

	function targetLayers(id: string, own: number): number {
		const target = byId.get(id);
		return target ? layersIn(target) + (target.kind === 'mask' ? 2 * own : own) : 0;
	}
}

/**
 * Returns the layers of a filter: the results of all its steps are kept until it is done, each as large as the filter
 * says.
 */
function filterLayers(filter: SvgElement): number {
	const steps = childElements(filter).length + 2;
	const [across, down] = ['width', 'height'].map((side) => regionSide(filter.attributes.get(side)));
	return steps * (across ?? 1) * (down ?? 1);
}

/** The steps of one octave of noise. */
const octaveSteps = 50;

/** Returns the steps of a filter: few need more than one, but those may need thousands. */
function filterSteps(filter: SvgElement): FilterSteps {
	let [fixed, area] = [0, 0];
	for (const { kind, attributes } of childElements(filter)) {
		const numbers = (name: string): readonly [number, number] => {
			const [first = 0, second = first] = (attributes.get(name) ?? '')
				.split(/[\s,]+/)
				.map((text) => Math.abs(Number(text)) || 0);
			return [first, second];
		};
		if (kind === 'feTurbulence') fixed += octaveSteps * numbers('numOctaves')[0];
		if (kind === 'feConvolveMatrix') fixed += numbers('order')[0] * numbers('order')[1];
		// Around the pixel to both sides.
		if (kind === 'feMorphology') area += 4 * numbers('radius')[0] * numbers('radius')[1];
	}
	return { fixed, area };
}

/** Returns a filter's side as a multiple of the drawn element's. Lengths are taken to be the drawing's. */
function regionSide(text = ''): number {
	const value = Number.parseFloat(text) / (text.trim().endsWith('%') ? 100 : 1);
	return value > 0 && value < 20 ? Math.max(1, value) : 1.2;
}

function linksOf({ kind, attributes }: SvgElement): readonly string[] {
	if (kind === 'a') return [];
	return Array.from(attributes).flatMap(([name, value]) =>
		withoutPrefix(name) === 'href' && value.trim().startsWith('#') ? [value.trim().slice(1)] : [],
	);
}

function styleOf({ kind, attributes }: SvgElement, sheet: ReadonlyMap<string, Style>): Style {
	const own = [...attributes].map(([name, value]) => propertyStyle(withoutPrefix(name), value));
	const declared = declarationsStyle(attributes.get('style') ?? '');
	const keys = [
		'*',
		kind,
		`#${attributes.get('id') ?? ''}`,
		...(attributes.get('class') ?? '').split(/\s+/).map((name) => `.${name}`),
	];
	const rules = keys.flatMap((key) => sheet.get(key) ?? []);
	return together([...own, declared, ...rules]);
}

function together(styles: readonly Style[]): Style {
	// However many properties ask for it, the layer is one; only masks and clips come on top.
	return {
		layers: Math.min(
			3,
			styles.reduce((sum, { layers }) => sum + layers, 0),
		),
		references: [...new Set(styles.flatMap(({ references }) => references))].slice(0, mostReferences),
	};
}

function propertyStyle(name: string, value: string): Style {
	const without = layerProperties[name];
	const layers = without && !without.includes(value.trim().toLowerCase()) ? 1 : 0;
	return { layers, references: urlsIn(value) };
}

function declarationsStyle(declarations: string): Style {
	return together(
		declarations.split(';').map((declaration) => {
			const colon = declaration.indexOf(':');
			return propertyStyle(
				declaration.slice(0, colon).trim().toLowerCase(),
				declaration.slice(colon + 1).replace('!important', ''),
			);
		}),
	);
}

/** Returns the ids in `url(#…)`. */
function urlsIn(value: string): readonly string[] {
	if (!value.includes('url(')) return [];
	return value
		.split('url(')
		.slice(1)
		.map((part) => part.slice(0, Math.max(0, part.indexOf(')'))).replaceAll(/["'#\s]/g, ''));
}

/** Reads a style sheet, each rule by the class, id or element at the end of its selectors; returns their number. */
function readSheet(css: string, sheet: Map<string, Style>): number {
	let count = 0;
	for (const rule of withoutComments(css).split('}')) {
		const open = rule.lastIndexOf('{');
		if (open < 0) continue;
		count++;
		const style = declarationsStyle(rule.slice(open + 1));
		if (style.layers === 0 && style.references.length === 0) continue;
		const selectors = rule.slice(rule.lastIndexOf('{', open - 1) + 1, open);
		const list = selectors.split(',');
		count += list.length - 1;
		for (const selector of list) {
			const key = selectorKey(selector);
			const known = sheet.get(key);
			const layers = Math.max(style.layers, known?.layers ?? 0);
			sheet.set(key, known ? { ...together([known, style]), layers } : style);
		}
	}
	return count;
}

function withoutComments(css: string): string {
	return css
		.split('/*')
		.map((part, index) =>
			index === 0 ? part : part.slice(part.indexOf('*/') < 0 ? part.length : part.indexOf('*/') + 2),
		)
		.join('');
}

/** Returns the first class or id of a selector's last part, or its element, or `*` for any. */
function selectorKey(selector: string): string {
	const last =
		selector
			.trim()
			.split(/[\s>+~]/)
			.at(-1) ?? '';
	const [marked] = /[.#][\w-]+/.exec(last) ?? [];
	const [element] = /^[\w-]+/.exec(last) ?? [];
	return marked ?? element ?? '*';
}
