import type * as vscode from 'vscode';

/** Which file something is a version of. */
export interface VersionOf {
	/** The address of the file, which may be gone; of the scheme `file`. */
	readonly file: string;
	/** The hash of its commit; undefined for what is in none. */
	readonly commit: string | undefined;
}

/** The bytes of an earlier version of a file, or of a part of it. */
export class FileVersion extends File {
	readonly of: VersionOf;

	constructor(bytes: Uint8Array<ArrayBuffer>, { name, of }: { readonly name: string; readonly of: VersionOf }) {
		super([bytes], name);
		this.of = of;
	}
}

/** Returns the file of which the Git extension shows a version by an address of its own; any other address as it is. */
export function onDisk(uri: vscode.Uri): vscode.Uri {
	return uri.scheme === 'git' ? uri.with({ scheme: 'file', query: '' }) : uri;
}
