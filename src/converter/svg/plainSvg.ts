import { TooComplexError } from '../formats/tooComplex.ts';
import { plainValue, type LookUp } from './cssValues.ts';
import { foreignText } from './foreignText.ts';
import {
	elementKeys,
	lastCompound,
	readDeclarations,
	readStyleSheet,
	writeDeclarations,
	type Compound,
	type Declaration,
	type StyleRule,
	type StyleSheet,
} from './styleSheet.ts';
import { allElements, childElements, textIn, type SvgElement } from './svgDocument.ts';
import { aroundOrigin, plainTransform, shapeBox, viewBoxOf } from './transforms.ts';

/** Properties that the rasterizer knows as attributes alone: a rule with one is written into the elements that it is about. */
const attributeProperties = new Set(['mask-type', 'transform', 'transform-origin', 'transform-box']);

/** The most characters that rules may add to elements. */
const mostAdded = 8_000_000;

/** The most times that a rule is held against an element. */
const mostMatches = 3_000_000;

/**
 * Changes a drawing of today to one of SVG 1.1, which the rasterizer draws: values of CSS are written out, animations stand at
 * their end, HTML becomes text, and of alternatives one is left.
 * @throws TooComplexError
 */
export function makePlain(root: SvgElement): void {
	const sheet: StyleSheet = { rules: [], animations: new Map() };
	const sheets = [...allElements(root)].filter(({ kind }) => kind === 'style');
	for (const style of sheets) readStyleSheet(textIn(style), sheet);
	const properties = customProperties(root, sheet.rules);
	const isLocal = ({ declarations }: StyleRule): boolean =>
		declarations.some(
			([property, value]) =>
				attributeProperties.has(property) ||
				(value.match(/--[\w-]+/g) ?? []).some((name) => properties.local.has(name)),
		);
	const inline = rulesByKey(sheet.rules.filter(isLocal));
	writeSheet(sheets, sheet, (name) => properties.everywhere.get(name));
	const custom = rulesByKey(sheet.rules.filter(({ declarations }) => declarations.some(isCustom)));
	plainElement(root, { root, sheet, inline, custom, budget: { added: 0, matches: 0 } }, new Map());
	// Their shapes must be there until all styles are written.
	replaceElements(root);
}

function isCustom([property]: Declaration): boolean {
	return property.startsWith('--');
}

/**
 * Returns the custom properties with one value for all of the drawing, that of its outermost element first, and those that differ
 * from place to place.
 */
function customProperties(
	root: SvgElement,
	rules: readonly StyleRule[],
): { readonly everywhere: ReadonlyMap<string, string>; readonly local: ReadonlySet<string> } {
	const everywhere = new Map<string, string>();
	const local = new Set<string>();
	const ofRoot = new Set<string>();
	const rootKeys = elementKeys(root);
	const define = ([name, value]: Declaration, isRoot: boolean): void => {
		const known = everywhere.get(name);
		if (known !== undefined && known !== value && !(isRoot && ofRoot.has(name))) local.add(name);
		if (known === undefined || isRoot) everywhere.set(name, value);
		if (isRoot) ofRoot.add(name);
	};
	for (const { selectors, declarations } of rules) {
		const isRoot = selectors.some((selector) => isAbout(lastCompound(selector), rootKeys));
		for (const declaration of declarations.filter(isCustom)) define(declaration, isRoot);
	}
	for (const element of allElements(root)) {
		const style = element.attributes.get('style');
		if (!style?.includes('--')) continue;
		for (const declaration of readDeclarations(style).filter(isCustom)) define(declaration, element === root);
	}
	return { everywhere, local };
}

function isAbout(compound: Compound | undefined, keys: ReadonlySet<string>): boolean {
	return compound?.keys.every((key) => keys.has(key)) === true;
}

type RulesByKey = ReadonlyMap<string, readonly { readonly compound: Compound; readonly rule: StyleRule }[]>;

function rulesByKey(rules: readonly StyleRule[]): RulesByKey {
	const found = new Map<string, { compound: Compound; rule: StyleRule }[]>();
	for (const rule of rules) {
		for (const compound of rule.selectors.flatMap((selector) => lastCompound(selector) ?? [])) {
			const list = found.get(compound.key) ?? [];
			list.push({ compound, rule });
			found.set(compound.key, list);
		}
	}
	return found;
}

/** Writes the rules as one sheet, without what was made of conditions and animations. */
function writeSheet(sheets: readonly SvgElement[], sheet: StyleSheet, lookUp: LookUp): void {
	const [first, ...others] = sheets;
	if (!first) return;
	for (const other of others) other.children.length = 0;
	const rules = sheet.rules.map(({ selectors, declarations }) => {
		const plain = plainDeclarations(declarations, sheet, lookUp);
		return `${selectors.join(',')}{${writeDeclarations(plain.filter(([property]) => !attributeProperties.has(property)))}}`;
	});
	first.children.splice(0, first.children.length, rules.join('\n'));
}

/** Returns declarations with values that SVG 1.1 knows, at the end of their animation; invalid ones are left out. */
function plainDeclarations(
	declarations: readonly Declaration[],
	sheet: Pick<StyleSheet, 'animations'>,
	lookUp: LookUp,
): readonly Declaration[] {
	return [...declarations, ...animationEnd(declarations, sheet)].flatMap(([property, value]) => {
		if (property.startsWith('--')) return [];
		const plain = plainValue(value, lookUp);
		if (plain === undefined) return [];
		return property === 'font' ? fontDeclarations(plain) : [[property, plain] as const];
	});
}

/** Returns what an animation leaves behind, or where it shows most of what would be hidden without it. */
function animationEnd(
	declarations: readonly Declaration[],
	{ animations }: Pick<StyleSheet, 'animations'>,
): readonly Declaration[] {
	const value = declarations
		.filter(([property]) => /^(?:-webkit-)?animation(?:-name|-fill-mode|-iteration-count)?$/.test(property))
		.map(([, text]) => text)
		.join(' ');
	const steps = value
		.split(/[\s,]+/)
		.map((name) => animations.get(name))
		.find((found) => found !== undefined);
	if (!steps) return [];
	const stays = /\b(?:forwards|both)\b/.test(value) && !/\binfinite\b/.test(value);
	if (stays) return steps.at(-1)?.declarations ?? [];
	const isHidden = declarations.some(([property, text]) => property === 'opacity' && Number.parseFloat(text) === 0);
	if (!isHidden) return [];
	const opacity = (step: (typeof steps)[number]): number =>
		Number.parseFloat(step.declarations.find(([property]) => property === 'opacity')?.[1] ?? '0');
	return steps.toSorted((a, b) => opacity(b) - opacity(a))[0]?.declarations ?? [];
}

const fontSize =
	/^(?:[\d.]+(?:px|pt|pc|em|rem|ex|mm|cm|in|%)|(?:xx?-)?(?:small|large)|medium|smaller|larger)(?:\/\S+)?$/i;

/** Returns the parts of the short form of `font`. */
function fontDeclarations(value: string): readonly Declaration[] {
	const joined = value.split('/').map((part) => part.trim());
	const words = joined.join('/').split(/\s+/);
	const at = words.findIndex((word) => fontSize.test(word));
	if (at < 0) return [];
	const family = words.slice(at + 1).join(' ');
	const before = words.slice(0, at).map((word): Declaration => {
		if (/^(?:italic|oblique)$/i.test(word)) return ['font-style', word];
		return /^(?:bold|bolder|lighter|[1-9]00)$/i.test(word) ? ['font-weight', word] : ['font-variant', word];
	});
	const size: Declaration = ['font-size', words[at]?.split('/', 1)[0] ?? ''];
	return [...before, size, ...(family === '' ? [] : [['font-family', family] as const])];
}

interface Pass {
	readonly root: SvgElement;
	readonly sheet: StyleSheet;
	/** Rules that are written into elements. */
	readonly inline: RulesByKey;
	/** Rules that define custom properties. */
	readonly custom: RulesByKey;
	readonly budget: { added: number; matches: number };
}

function plainElement(element: SvgElement, pass: Pass, inherited: ReadonlyMap<string, string>): void {
	const style = element.attributes.get('style');
	const own = style === undefined ? [] : readDeclarations(style);
	const defined = [...matching(element, pass.custom, pass).flatMap(({ declarations }) => declarations), ...own].filter(
		isCustom,
	);
	const known = defined.length > 0 ? new Map([...inherited, ...defined]) : inherited;
	const lookUp: LookUp = (name) => known.get(name);
	const rules = matching(element, pass.inline, pass).flatMap(({ declarations }) => declarations);
	const plain = plainDeclarations([...rules, ...own], pass.sheet, lookUp);
	if (style !== undefined || plain.length > 0) {
		const text = writeDeclarations(plain.filter(([property]) => !attributeProperties.has(property)));
		pass.budget.added += text.length;
		if (pass.budget.added > mostAdded) throw new TooComplexError('The drawing has too many styles.');
		element.attributes.set('style', text);
	}
	for (const [name, value] of element.attributes) {
		if (name === 'style' || !value.includes('(') || name.endsWith('href')) continue;
		const found = plainValue(value, lookUp);
		if (found === undefined) element.attributes.delete(name);
		else if (found !== value) element.attributes.set(name, found);
	}
	writeAttributes(element, new Map(plain), pass.root);
	for (const child of childElements(element)) plainElement(child, pass, known);
}

function matching(element: SvgElement, rules: RulesByKey, { budget }: Pass): readonly StyleRule[] {
	if (rules.size === 0) return [];
	const keys = elementKeys(element);
	return [...keys].flatMap((key) => {
		const found = rules.get(key) ?? [];
		budget.matches += found.length;
		if (budget.matches > mostMatches) throw new TooComplexError('The drawing has too many styles.');
		return found.flatMap(({ compound, rule }) => (isAbout(compound, keys) ? [rule] : []));
	});
}

/** Writes what the rasterizer knows as attributes alone. */
function writeAttributes(element: SvgElement, style: ReadonlyMap<string, string>, root: SvgElement): void {
	const { attributes } = element;
	const mask = style.get('mask-type');
	if (mask !== undefined) attributes.set('mask-type', mask);
	const styled = style.get('transform');
	const origin = style.get('transform-origin') ?? attributes.get('transform-origin');
	attributes.delete('transform-origin');
	if (element === root || (styled === undefined && (origin === undefined || !attributes.has('transform')))) return;
	const transform = plainTransform(styled ?? attributes.get('transform') ?? '');
	if (transform === undefined || transform === '') {
		// One that can't be told would put the element anywhere.
		if (styled !== undefined) attributes.delete('transform');
		return;
	}
	const isOwnBox = /^(?:fill|content|border|stroke)-box$/.test(
		style.get('transform-box') ?? attributes.get('transform-box') ?? '',
	);
	// Without one, an attribute turns around nothing, and so does a style in SVG.
	const turned =
		origin === undefined
			? transform
			: aroundOrigin(transform, { origin, box: isOwnBox ? shapeBox(element) : viewBoxOf(root) });
	if (turned !== undefined) attributes.set('transform', turned);
}

/** Chooses among alternatives, puts lasting changes into effect, and draws HTML's text. */
function replaceElements(element: SvgElement): void {
	for (const [index, child] of element.children.entries()) {
		if (typeof child === 'string') continue;
		if (child.kind === 'switch') element.children[index] = { ...child, name: 'g', kind: 'g', children: chosen(child) };
		if (child.kind === 'animate' || child.kind === 'set' || child.kind === 'animateTransform')
			applyAnimation(element, child);
	}
	for (const [index, child] of element.children.entries()) {
		if (typeof child === 'string') continue;
		if (child.kind === 'foreignObject') element.children[index] = foreignText(child);
		else replaceElements(child);
	}
}

/** The language of what has several. */
const language = 'en';

/** Returns the first alternative that fits: what features it asks for is taken to be there. */
function chosen(alternatives: SvgElement): SvgElement[] {
	const drawn = childElements(alternatives).filter(
		({ kind }) => kind !== 'title' && kind !== 'desc' && kind !== 'metadata',
	);
	const found = drawn.find(isForLanguage) ?? drawn[0];
	if (!found) return [];
	for (const name of ['systemLanguage', 'requiredFeatures', 'requiredExtensions']) found.attributes.delete(name);
	return [found];
}

function isForLanguage({ attributes }: SvgElement): boolean {
	const languages = attributes.get('systemLanguage')?.split(',');
	return !languages || languages.some((name) => name.trim().toLowerCase().split('-', 1)[0] === language);
}

/** Writes the value that an animation ends with, if that stays. */
function applyAnimation(target: SvgElement, { kind, attributes }: SvgElement): void {
	const name = attributes.get('attributeName');
	const values = attributes.get('values')?.split(';');
	const end = values?.at(-1) ?? attributes.get('to');
	const isHidden = name === 'opacity' && Number.parseFloat(target.attributes.get('opacity') ?? '1') === 0;
	const stays = attributes.get('fill') === 'freeze' || isHidden;
	if (name === undefined || end === undefined || !stays || attributes.get('repeatCount') === 'indefinite') return;
	target.attributes.set(
		name,
		kind === 'animateTransform' ? `${attributes.get('type') ?? 'translate'}(${end.trim()})` : end.trim(),
	);
}
