import { Tree, TreeFragment, type Parser, type PartialParse } from '@lezer/common';
import type { ImageReference } from './imageReference.ts';
import type { Outline } from './outline.ts';

/** A document with its pictures. */
export interface MarkupDocument {
	/** In the order in which they begin. */
	readonly references: readonly ImageReference[];
	/** What stands around them; worked out at the first call. */
	outline(): Outline;
	/** Whether a picture may be inserted at an offset: not in code, a comment, a tag or a script. */
	canInsertAt(offset: number): boolean;
	/** What was parsed, for the next parse of a changed text. */
	readonly parsed: readonly Parsed[];
	/** False where something was left alone because reading it would have taken too much. */
	readonly isWhole: boolean;
}

/** A text with its tree. */
export interface Parsed {
	readonly parser: Parser;
	readonly text: string;
	readonly tree: Tree;
	/** False where the parser was stopped before the end. */
	readonly isWhole: boolean;
}

/** Reading a document, step by step: a caller may do other things between two of them. */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** Parses a text, or those ranges of it; what `before` shares with it is taken over. */
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

/** Steps in which a parser looks for ways out of errors, each as often as there are ways: code that somebody is writing takes some dozens. */
const mostRecovery = { inAll: 2000, inOnePlace: 300 } as const;

/** Characters without an error behind which another place begins. */
const placeLength = 200;

/** Entries of a parser's stack, three for each level: it copies the stack where code can be read in two ways. */
const deepestStack = 3000;

/** Tells when a parser of a grammar has recovered from too many errors, or is too deep in the code. */
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

/** A tree that was parsed from an offset on counts from there. */
function inPlace(tree: Tree, from: number): Tree {
	return from === 0 ? tree : new Tree(tree.type, [tree], [from], from + tree.length);
}

/** One change is enough for typing: what lies between the common start and the common end. */
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

/** A value that is worked out once, when it is first asked for. */
export function lazy<Value>(work: () => Value): () => Value {
	let made: { readonly value: Value } | undefined;
	return () => (made ??= { value: work() }).value;
}
