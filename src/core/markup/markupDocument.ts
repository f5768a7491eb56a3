import { Tree, TreeFragment, type Parser, type PartialParse } from '@lezer/common';
import type { ImageReference } from './imageReference.ts';
import { emptyOutline, type Outline } from './outline.ts';

/** A document with its images. */
export interface MarkupDocument {
	/** The images in the order in which they begin. */
	readonly references: readonly ImageReference[];
	/** Returns the outline; computed at the first call. */
	outline(): Outline;
	/** Tells whether an image may be inserted at an offset: not in code, a comment, a tag or a script. */
	canInsertAt(offset: number): boolean;
	/** The parsed texts, for the next parse of a changed text. */
	readonly parsed: readonly Parsed[];
	/** False if something was left alone because reading it would have taken too much. */
	readonly isWhole: boolean;
}

export const emptyDocument: MarkupDocument = {
	references: [],
	outline: () => emptyOutline,
	canInsertAt: () => false,
	parsed: [],
	isWhole: true,
};

/** A text with its tree. */
export interface Parsed {
	readonly parser: Parser;
	readonly text: string;
	readonly tree: Tree;
	/** False if the parser was stopped before the end. */
	readonly isWhole: boolean;
}

/** A document read step by step: a caller may do other things in between. */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** Parses a text, or those ranges of it; reuses what `before` shares with it. */
export function* parse(
	parser: Parser,
	text: string,
	{
		ranges,
		before,
	}: { readonly ranges?: readonly { from: number; to: number }[]; readonly before?: Parsed | undefined },
): Steps<Parsed> {
	const fragments = before?.isWhole && before.parser === parser && !ranges ? sharedWith(before, text) : [];
	const running = parser.startParse(text, fragments, ranges);
	const isTooMuch = effortOf(running);
	for (let isWhole = true; ;) {
		const tree = running.advance();
		if (tree) return { parser, text, tree: inPlace(tree, ranges?.[0]?.from ?? 0), isWhole };
		if (isWhole && isTooMuch()) {
			isWhole = false;
			running.stopAt(running.parsedPos);
		}
		yield;
	}
}

/** The limits for error recovery, in steps, each counted once per alternative: code being typed takes some dozens. */
const mostRecovery = { inAll: 2000, inOnePlace: 300 } as const;

/** The number of characters without an error after which another place begins. */
const placeLength = 200;

/**
 * The deepest parser stack, three entries per level: the parser copies the stack where code can be read in two ways.
 */
const deepestStack = 3000;

/** Returns a check for a grammar's parser that has recovered from too many errors, or is too deep in the code. */
function effortOf(running: PartialParse): () => boolean {
	const recovery = { inAll: 0, inOnePlace: 0 };
	let lastError = 0;
	return () => {
		const recovering: unknown = Reflect.get(running, 'recovering');
		const found: unknown = Reflect.get(running, 'stacks');
		const stacks: readonly unknown[] = Array.isArray(found) ? found : [];
		if (typeof recovering === 'number' && recovering > 0) {
			if (running.parsedPos > lastError + placeLength) recovery.inOnePlace = 0;
			lastError = running.parsedPos;
			recovery.inAll += stacks.length;
			recovery.inOnePlace += stacks.length;
		}
		const [first] = stacks;
		const stack: unknown = typeof first === 'object' && first !== null && 'stack' in first ? first.stack : undefined;
		const isLost = recovery.inAll > mostRecovery.inAll || recovery.inOnePlace > mostRecovery.inOnePlace;
		return isLost || (Array.isArray(stack) && stack.length > deepestStack);
	};
}

/** Returns a tree parsed from an offset on with its offsets counted from there. */
function inPlace(tree: Tree, from: number): Tree {
	return from === 0 ? tree : new Tree(tree.type, [tree], [from], from + tree.length);
}

/**
 * Returns the fragments shared with the previous text: one change, between the common start and end, is enough for
 * typing.
 */
function sharedWith(before: Parsed, text: string): readonly TreeFragment[] {
	const length = Math.min(before.text.length, text.length);
	let start = 0;
	while (start < length && before.text.charCodeAt(start) === text.charCodeAt(start)) start++;
	let end = 0;
	while (
		end < length - start &&
		before.text.charCodeAt(before.text.length - 1 - end) === text.charCodeAt(text.length - 1 - end)
	)
		end++;
	const change = { fromA: start, toA: before.text.length - end, fromB: start, toB: text.length - end };
	return TreeFragment.applyChanges(TreeFragment.addTree(before.tree), [change]);
}

/** Runs all steps at once. */
export function finish<Result>(steps: Steps<Result>): Result {
	for (;;) {
		const { done, value } = steps.next();
		if (done) return value;
	}
}

/** Returns a function that computes its value once, at the first call. */
export function lazy<Value>(work: () => Value): () => Value {
	let made: { readonly value: Value } | undefined;
	return () => (made ??= { value: work() }).value;
}
