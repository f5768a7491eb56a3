// Lists and objects in a model's answer: JSON, Python's way of writing it, and plain brackets in the middle of a sentence.

/** A part of a text; `end` is the first index behind it. */
export interface TextRange {
	readonly start: number;
	readonly end: number;
}

interface NumberValue extends TextRange {
	readonly kind: 'number';
	readonly number: number;
}

/** Its range is what stands between the quotes. */
export interface TextValue extends TextRange {
	readonly kind: 'text';
	readonly text: string;
	readonly isQuoted: boolean;
}

/** `isWhole` is false if the text ended, or went on as a sentence, before the closing bracket. */
export interface ListValue extends TextRange {
	readonly kind: 'list';
	readonly items: readonly Value[];
	readonly isWhole: boolean;
}

export interface ObjectValue extends TextRange {
	readonly kind: 'object';
	readonly entries: readonly (readonly [key: TextValue | NumberValue, value: Value])[];
	readonly isWhole: boolean;
}

export type Structure = ListValue | ObjectValue;
export type Value = NumberValue | TextValue | Structure;

/** The most values of one list or object: a list of places has fewer. */
const mostItems = 500;

/** The most brackets that are open at once. */
const mostDepth = 20;

/** The most outermost lists and objects that are kept. */
const mostStructures = 2000;

const closing: Readonly<Record<string, string>> = { ']': '[', '}': '{', ')': '(', '>': '<' };

/** A bracket that is still open. */
interface Frame {
	readonly open: string;
	readonly start: number;
	readonly items: Value[];
	readonly entries: [TextValue | NumberValue, Value][];
	/** In an object: what comes next. In a list all comes in any order. */
	next: 'key' | 'colon' | 'value' | 'comma';
	key: TextValue | NumberValue | undefined;
	/** True if it holds a sentence. */
	isProse: boolean;
	/** The end of the last value. */
	end: number;
}

/**
 * Returns the outermost lists and objects in a text, in order. Brackets around sentences are none, but what is in them
 * counts. What isn't closed at the text's end is returned as far as it goes. Takes linear time: nothing is read twice.
 */
export function readStructures(text: string): readonly Structure[] {
	const found: Structure[] = [];
	const stack: Frame[] = [];
	/** For each kind of quote, the index before which none of them closes a string. */
	const unclosed: Record<string, number> = {};
	let at = 0;
	while (at < text.length && found.length < mostStructures) {
		const frame = stack.at(-1);
		if (!frame) {
			at = nextOpening(text, at);
			if (at < text.length) open();
		} else if (closing[text.charAt(at)] !== undefined) {
			close(text.charAt(at));
			at++;
		} else if (isOpening(text, at)) open();
		else if (frame.isProse) at = nextBracket(text, at + 1);
		else readInside(frame);
	}
	while (stack.length > 0) release(stack.pop());
	return found.sort((a, b) => a.start - b.start).slice(0, mostStructures);

	function open(): void {
		while (stack.length >= mostDepth) release(stack.pop());
		stack.push({
			open: text.charAt(at),
			start: at,
			items: [],
			entries: [],
			next: 'key',
			key: undefined,
			isProse: false,
			end: at + 1,
		});
		at++;
	}

	/** Closes the nearest bracket of this kind; those that opened in it stay unfinished. */
	function close(sign: string): void {
		const index = stack.findLastIndex((frame) => frame.open === closing[sign]);
		if (index < 0) {
			const frame = stack.at(-1);
			if (frame) frame.isProse = true;
			return;
		}
		while (stack.length > index + 1) release(stack.pop());
		const frame = stack.pop();
		if (!frame) return;
		const parent = stack.at(-1);
		if (frame.isProse) {
			release(frame);
			if (parent) parent.isProse = true;
			return;
		}
		const structure = structureOf(frame, at + 1, true);
		if (!parent || parent.isProse) found.push(structure);
		else add(parent, structure);
	}

	/** Gives what is in an unfinished bracket: of a sentence the structures in it, else itself as far as it goes. */
	function release(frame: Frame | undefined): void {
		if (!frame) return;
		const parent = stack.at(-1);
		const inside = frame.isProse
			? [...frame.items, ...frame.entries.map(([, value]) => value)].filter(isStructure)
			: [structureOf(frame, at, false)];
		for (const structure of inside) {
			if (parent && !parent.isProse && !frame.isProse) add(parent, structure);
			else found.push(structure);
		}
	}

	function readInside(frame: Frame): void {
		const sign = text.charAt(at);
		const isList = frame.open !== '{';
		if (/\s/.test(sign)) at++;
		else if (sign === ',' || sign === '，') {
			if (!isList && frame.next !== 'comma') frame.isProse = true;
			frame.next = 'key';
			frame.end = 0;
			at++;
		} else if (sign === ':' && !isList && frame.next === 'colon') {
			frame.next = 'value';
			at++;
		} else if (!isList && (frame.next === 'colon' || frame.next === 'comma')) frame.isProse = true;
		else readScalar(frame);
	}

	/** Reads a number, a string or a word; anything else belongs to a sentence. */
	function readScalar(frame: Frame): void {
		const value =
			numberAt(text, at) ?? stringAt(text, at, unclosed) ?? (frame.open === '{' ? wordAt(text, at) : undefined);
		// Signs that touch are of a range, a date or a unit.
		if (!value || (frame.open !== '{' && frame.end === at && frame.items.length > 0)) {
			frame.isProse = true;
			return;
		}
		at = value.kind === 'text' && value.isQuoted ? Math.min(value.end + 1, text.length) : value.end;
		add(frame, value);
	}

	function add(frame: Frame, value: Value): void {
		frame.end = isStructure(value) ? 0 : at;
		if (frame.items.length + frame.entries.length >= mostItems) frame.isProse = true;
		else if (frame.open !== '{') frame.items.push(value);
		else if (frame.next === 'key' && !isStructure(value)) {
			frame.key = value;
			frame.next = 'colon';
		} else if (frame.next === 'value' && frame.key) {
			frame.entries.push([frame.key, value]);
			frame.next = 'comma';
		} else {
			if (isStructure(value)) found.push(value);
			frame.isProse = true;
		}
	}
}

export function isStructure(value: Value): value is Structure {
	return value.kind === 'list' || value.kind === 'object';
}

function structureOf({ open, start, items, entries, key, next }: Frame, end: number, isWhole: boolean): Structure {
	// A key whose value is still to come tells what the object is.
	if (!isWhole && key && next !== 'comma')
		entries.push([key, { kind: 'text', text: '', isQuoted: false, start: end, end }]);
	return open === '{' ? { kind: 'object', start, end, entries, isWhole } : { kind: 'list', start, end, items, isWhole };
}

function nextOpening(text: string, from: number): number {
	const opening = /[[{(<]/g;
	opening.lastIndex = from;
	for (let found = opening.exec(text); found; found = opening.exec(text)) {
		if (isOpening(text, found.index)) return found.index;
	}
	return text.length;
}

function nextBracket(text: string, from: number): number {
	const bracket = /[[\]{}()<>]/g;
	bracket.lastIndex = from;
	return bracket.exec(text)?.index ?? text.length;
}

/** Tells whether a bracket opens here; `<` only before a number, since it is a sign of many uses. */
function isOpening(text: string, at: number): boolean {
	const sign = text.charAt(at);
	return sign === '[' || sign === '{' || sign === '(' || (sign === '<' && /^<[\d<]/.test(text.slice(at, at + 2)));
}

function numberAt(text: string, at: number): NumberValue | undefined {
	const number = /-?\d+(?:\.\d+)?(?![\w%°])/y;
	number.lastIndex = at;
	const [written] = number.exec(text) ?? [];
	if (written === undefined) return undefined;
	return { kind: 'number', number: Number(written), start: at, end: at + written.length };
}

/**
 * Returns the string that begins here. A quote ends it only where a value may end: Python and models leave `'Bob's desk'`
 * as it is. `unclosed` remembers searches that failed.
 */
function stringAt(text: string, at: number, unclosed: Record<string, number>): TextValue | undefined {
	const quote = text.charAt(at);
	if ((quote !== '"' && quote !== "'") || at < (unclosed[quote] ?? 0)) return undefined;
	let end = at + 1;
	for (; end < text.length && text.charAt(end) !== '\n'; end++) {
		if (text.charAt(end) === '\\') end++;
		else if (text.charAt(end) === quote && /^\s*(?:[,:，\]})]|$)/.test(text.slice(end + 1, end + 6))) {
			const written = text.slice(at + 1, end);
			return { kind: 'text', text: unescaped(written), isQuoted: true, start: at + 1, end };
		}
	}
	// What is still being written ends with the text.
	if (end >= text.length) return { kind: 'text', text: '', isQuoted: true, start: at + 1, end: text.length };
	unclosed[quote] = end;
	return undefined;
}

function unescaped(written: string): string {
	return written.replaceAll(/\\(?:u([\da-f]{4})|(.))/gi, (_, code: string | undefined, sign: string | undefined) =>
		code === undefined
			? /[nrtbf]/.test(sign ?? '')
				? ' '
				: (sign ?? '')
			: String.fromCharCode(Number.parseInt(code, 16)),
	);
}

function wordAt(text: string, at: number): TextValue | undefined {
	const word = /[a-z_]\w*/iy;
	word.lastIndex = at;
	const [written] = word.exec(text) ?? [];
	if (written === undefined) return undefined;
	return { kind: 'text', text: written, isQuoted: false, start: at, end: at + written.length };
}
