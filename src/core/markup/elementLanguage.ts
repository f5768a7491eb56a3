import type { Around } from './imageReference.ts';

/** What the languages with elements differ in. */
export interface ElementLanguage {
	readonly text: string;
	readonly imports: ReadonlyMap<string, string>;
	/** Whether braces within quotes begin an expression. */
	readonly bracesInQuotes: boolean;
	/** Whether braces between tags do. */
	readonly bracesInText: boolean;
	/** Whether the attributes of components are taken as they are written, entities and all. */
	readonly verbatimComponents: boolean;
	/** `:src` and `v-bind:src`. */
	readonly bindings: boolean;
	/** What the markup at an offset stands in. */
	readonly around: (offset: number) => Around;
}
