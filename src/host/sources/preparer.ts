import * as vscode from 'vscode';
import type { PictureWorker } from '../../converter/pictureWorker.ts';
import type { VideoWorker } from '../../converter/videoWorker.ts';
import { originalRegion } from '../../core/boxes/originalRegion.ts';
import { fits, type PictureLimits } from '../../core/image/pictureLimits.ts';
import { pixelsOfRegion, regionOfPixels } from '../../core/region.ts';
import {
	type PictureOrigin,
	type PreparedImage,
	isWebMedium,
	type Medium,
	type PreparedVideo,
	type Region,
} from '../../core/media.ts';
import type { VideoRequirements } from '../../core/video/prepareVideo.ts';
import type { ForeignFile } from '../../workers/foreignFile.ts';

/** Limits of a picture, the part that is wanted, and a signal that ends the work. */
export interface Preparation {
	readonly limits: PictureLimits;
	/** The part to cut out; undefined for the whole picture. */
	readonly region?: Region | undefined;
	readonly signal: AbortSignal;
}

const thumbnail: PictureLimits = { byteLength: 60_000, side: 240, pixels: 240 * 160, tiles: 1 };

/**
 * Prepares pictures and videos in processes of their own: the host looks at none of their bytes. The processes start at the
 * first use, or while it is prepared, and end with the window.
 */
export class Preparer implements vscode.Disposable {
	readonly #folder: string;
	#pictures: Promise<PictureWorker> | undefined;
	#videos: Promise<VideoWorker> | undefined;

	constructor(extensionUri: vscode.Uri) {
		this.#folder = vscode.Uri.joinPath(extensionUri, 'dist', 'local').fsPath;
	}

	/**
	 * Prepares a picture; several come out where it is tall or wide and cut, or animated.
	 * @throws FailureError that says what is wrong with it
	 */
	async prepare(file: ForeignFile, how: Preparation): Promise<readonly PreparedImage[]> {
		return (await this.#pictureWorker()).prepare(file, how);
	}

	/** Starts the process for pictures while a question is still being put. */
	async startAhead(): Promise<void> {
		await (await this.#pictureWorker()).startAhead();
	}

	#pictureWorker(): Promise<PictureWorker> {
		return (this.#pictures ??= import('../../converter/pictureWorker.ts').then(({ createPictureWorker }) =>
			createPictureWorker({ folder: this.#folder }),
		));
	}

	/** Prepares a video for a model. Throws like `prepare`. */
	async prepareVideo(file: ForeignFile, asked: VideoRequirements, signal: AbortSignal): Promise<PreparedVideo> {
		this.#videos ??= import('../../converter/videoWorker.ts').then(({ createVideoWorker }) =>
			createVideoWorker({ folder: this.#folder }),
		);
		return (await this.#videos).prepare(file, asked, signal);
	}

	/** Fits a medium that was prepared for another answerer into these limits; only pictures change. Throws like `prepare`. */
	async fit(medium: Medium, how: Preparation): Promise<readonly Medium[]> {
		if (isWebMedium(medium) || 'seconds' in medium) return [medium];
		const { bytes, name, width, height, origin } = medium;
		if (fits({ width, height, byteLength: bytes.byteLength }, how.limits)) return [medium];
		// The first original still counts.
		const isFrame = origin?.frame !== undefined && origin.frame.count > 1;
		const limits = isFrame ? { ...how.limits, tiles: 1 } : how.limits;
		const again = await this.prepare({ bytes, name }, { ...how, limits });
		return origin ? again.map((image) => ({ ...image, origin: originOfBoth(medium, origin, image) })) : again;
	}

	/** Returns a small copy of a picture or a part of it, to be shown. Throws like `prepare`. */
	async shrink(
		bytes: Uint8Array,
		name: string,
		{ region }: Pick<Preparation, 'region'> = {},
	): Promise<PreparedImage | undefined> {
		const { signal } = new AbortController();
		const [small] = await this.prepare({ bytes, name }, { limits: thumbnail, region, signal });
		return small;
	}

	dispose(): void {
		void this.#pictures?.then((worker) => worker.dispose());
		void this.#videos?.then((worker) => worker.dispose());
	}
}

/** Returns the origin of a picture that was prepared from one that had been prepared before: its place is that in the first. */
function originOfBoth(before: PreparedImage, origin: PictureOrigin, after: PreparedImage): PictureOrigin {
	const tile = after.origin?.tile;
	if (!tile) return origin;
	const part = tile.part && originalRegion(regionOfPixels(tile.part, before), before);
	return { ...origin, tile: { ...tile, part: part && pixelsOfRegion(part, origin) } };
}
