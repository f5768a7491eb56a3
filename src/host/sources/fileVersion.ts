/** The bytes of an earlier version of a file. */
export class FileVersion extends File {
	/** The address of the file, which may be gone; of the scheme `file`. */
	readonly of: string;

	constructor(bytes: Uint8Array<ArrayBuffer>, { name, of }: { readonly name: string; readonly of: string }) {
		super([bytes], name);
		this.of = of;
	}
}
