import * as vscode from 'vscode';
import type { PictureWorker } from '../../converter/pictureWorker.ts';
import type { VideoWorker } from '../../converter/videoWorker.ts';
import { fits, type PictureLimits } from '../../core/image/pictureLimits.ts';
import { type PreparedImage, isWebMedium, type Medium, type PreparedVideo } from '../../core/media.ts';
import type { VideoRequirements } from '../../core/video/prepareVideo.ts';
import type { ForeignFile } from '../../workers/foreignFile.ts';

/** How pictures are to be prepared. */
export interface Preparation {
	readonly limits: PictureLimits;
	readonly signal: AbortSignal;
}

const thumbnail: PictureLimits = { byteLength: 60_000, side: 240, pixels: 240 * 160, tiles: 1 };

/**
 * Makes pictures and videos ready to be sent, in processes of their own: the host looks at none of their bytes. What is needed
 * for it is loaded at the first use; the processes end with the window.
 */
export class Preparer implements vscode.Disposable {
	readonly #folder: string;
	#pictures: Promise<PictureWorker> | undefined;
	#videos: Promise<VideoWorker> | undefined;

	constructor(extensionUri: vscode.Uri) {
		this.#folder = vscode.Uri.joinPath(extensionUri, 'dist', 'local').fsPath;
	}

	/**
	 * A file as a picture that can be sent; several come out where it is tall or wide and cut.
	 * @throws FailureError that says what is wrong with it
	 */
	async prepare(file: ForeignFile, how: Preparation): Promise<readonly PreparedImage[]> {
		this.#pictures ??= import('../../converter/pictureWorker.ts').then(({ createPictureWorker }) =>
			createPictureWorker({ folder: this.#folder }),
		);
		return (await this.#pictures).prepare(file, how);
	}

	/** A file as a video that can be sent to a model. Throws like `prepare`. */
	async prepareVideo(file: ForeignFile, asked: VideoRequirements, signal: AbortSignal): Promise<PreparedVideo> {
		this.#videos ??= import('../../converter/videoWorker.ts').then(({ createVideoWorker }) =>
			createVideoWorker({ folder: this.#folder }),
		);
		return (await this.#videos).prepare(file, asked, signal);
	}

	/** What was prepared before, for an answerer that may take less; only pictures change. Throws like `prepare`. */
	async fit(medium: Medium, how: Preparation): Promise<readonly Medium[]> {
		if (isWebMedium(medium) || 'seconds' in medium) return [medium];
		const { bytes, name, width, height, origin } = medium;
		if (fits({ width, height, byteLength: bytes.byteLength }, how.limits)) return [medium];
		// What it was at first still counts.
		const again = await this.prepare({ bytes, name }, how);
		return origin ? again.map((image) => ({ ...image, origin: { ...origin, tile: image.origin?.tile } })) : again;
	}

	/** A small copy of a picture, for lists of what was asked. Throws like `prepare`. */
	async shrink(bytes: Uint8Array, name: string): Promise<PreparedImage | undefined> {
		const [small] = await this.prepare({ bytes, name }, { limits: thumbnail, signal: new AbortController().signal });
		return small;
	}

	dispose(): void {
		void this.#pictures?.then((worker) => worker.dispose());
		void this.#videos?.then((worker) => worker.dispose());
	}
}
