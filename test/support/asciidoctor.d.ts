// The package has types, but its `exports` hide them.
declare module 'asciidoctor' {
	export function convert(text: string): Promise<unknown>;
	export const NullLogger: new () => object;
	export const LoggerManager: { logger: object };
}
