import type { Braces, MarkupContext } from './imageReference.ts';

/** The differences between the languages that have elements. */
export interface ElementLanguage {
	readonly text: string;
	readonly imports: ReadonlyMap<string, string>;
	/** Braces within quotes. */
	readonly bracesInQuotes: Braces;
	/** Braces between tags. */
	readonly bracesInText: Braces;
	/** True if the attributes of components are taken literally, including entities. */
	readonly verbatimComponents: boolean;
	/** Whose attributes hold expressions: `:src` and `v-bind:src` of Vue, `[src]` of Angular. */
	readonly bindings: 'vue' | 'angular' | 'none';
	/** Returns the surroundings of the markup at an offset. */
	readonly around: (offset: number) => MarkupContext;
}
