import * as vscode from 'vscode';
import type { ThreadConverter } from '../../converter/threadConverter.ts';
import { fits, type PictureLimits } from '../../core/image/pictureLimits.ts';
import type { PreparedImage } from '../../core/image/prepare.ts';
import { isWebMedium, type Medium } from '../../core/media.ts';
import { readPicture } from './imageSource.ts';

/** How pictures are to be prepared. */
export interface Preparation {
	readonly limits: PictureLimits;
	readonly signal: AbortSignal;
}

const thumbnail: PictureLimits = { byteLength: 60_000, side: 240, pixels: 240 * 160, tiles: 1 };

/** Makes pictures ready to be sent. What is needed for it is loaded at the first use; its thread ends with the window. */
export class Preparer implements vscode.Disposable {
	readonly #folder: string;
	#converter: Promise<ThreadConverter> | undefined;

	constructor(extensionUri: vscode.Uri) {
		this.#folder = vscode.Uri.joinPath(extensionUri, 'dist', 'local').fsPath;
	}

	/**
	 * A file as a picture that can be sent; several come out where it is tall or wide and cut.
	 * @throws FailureError that says what is wrong with it
	 */
	async prepare(file: vscode.Uri, how: Preparation): Promise<readonly PreparedImage[]> {
		return this.prepareBytes(await readPicture(file), how);
	}

	/** What was prepared before, for an answerer that may take less; only pictures change. Throws like `prepare`. */
	async fit(medium: Medium, how: Preparation): Promise<readonly Medium[]> {
		if (isWebMedium(medium) || 'seconds' in medium) return [medium];
		const { bytes, name, width, height, origin } = medium;
		if (fits({ width, height, byteLength: bytes.byteLength }, how.limits)) return [medium];
		// What it was at first still counts.
		const again = await this.prepareBytes({ bytes, name }, how);
		return origin ? again.map((image) => ({ ...image, origin: { ...origin, tile: image.origin?.tile } })) : again;
	}

	/** The bytes of a file or of what was pasted, dropped or fetched; `name` is for people. Throws like `prepare`. */
	async prepareBytes(
		picture: { readonly bytes: Uint8Array; readonly name: string },
		{ limits, signal }: Preparation,
	): Promise<readonly PreparedImage[]> {
		this.#converter ??= import('../../converter/threadConverter.ts').then(({ createThreadConverter }) =>
			createThreadConverter({ folder: this.#folder }),
		);
		const { prepare } = await import('../../core/image/prepare.ts');
		return prepare(picture, { converter: await this.#converter, limits, signal });
	}

	/** A small copy of a picture, for lists of what was asked. Throws like `prepare`. */
	async shrink(bytes: Uint8Array, name: string): Promise<PreparedImage | undefined> {
		const [small] = await this.prepareBytes(
			{ bytes, name },
			{ limits: thumbnail, signal: new AbortController().signal },
		);
		return small;
	}

	dispose(): void {
		void this.#converter?.then((converter) => converter.dispose());
	}
}
