/** The part of WebAssembly that starts vips and the decoder of AVIF; TypeScript has it only together with the whole DOM. */
declare namespace WebAssembly {
	type Imports = Readonly<Record<string, unknown>>;
	type Exports = Readonly<Record<string, unknown>>;
	type Module = object;
	interface Instance {
		readonly exports: Exports;
	}
	const Instance: new (program: Module, imports: Imports) => Instance;
	function compile(bytes: Uint8Array): Promise<Module>;
	function instantiate(program: Module, imports: Imports): Promise<Instance>;
}
