import * as vscode from 'vscode';
import { FailureError, type Failure } from '../../core/failure.ts';
import { isFetchedByService } from '../../core/glm/modelFit.ts';
import type { PictureLimits } from '../../core/image/pictureLimits.ts';
import { hasCredentials, withoutCredentials } from '../../core/webAddress.ts';
import { isWebMedium, type Medium, type Region, type WebMedium, type Consent } from '../../core/media.ts';
import type { TaskId } from '../../core/tasks.ts';
import type { VideoRequirements } from '../../core/video/prepareVideo.ts';
import { hasVideoName } from '../../core/fileNames.ts';
import type { Transport } from '../../engines/glm/transport.ts';
import type { ForeignFile } from '../../workers/foreignFile.ts';
import { bytesOfDataUri } from '../../workers/dataUri.ts';
import { foreignFile, nameOf, wholeOf, type Source, type WholeSource } from './source.ts';
import type { Preparer } from './preparer.ts';

/** The task and the answerer that pictures and videos are read for, and the services for it. */
export interface ReadingOptions {
	readonly task: TaskId;
	/** The service's model to ask; undefined where none is, and everything on the web is fetched here. */
	readonly model: string | undefined;
	/** Why no video is taken where no service is asked. */
	readonly noVideo?: Failure;
	/** The models that its service offers. */
	readonly offered: readonly string[];
	readonly consent: readonly Consent[];
	readonly preparer: Preparer;
	/** The limits of a picture. */
	readonly limits: PictureLimits;
	readonly web: WebOptions;
}

/** The means to fetch pictures and videos on the web. */
export interface WebOptions {
	readonly transport: () => Transport;
	/** Seconds. */
	readonly idleTimeout: number;
}

/** The number of bytes that are fetched from a web address; no page has a larger picture. */
const maxWebBytes = 200 * 1024 * 1024;

/**
 * Reads the picture or video of a source; several come out where a tall or wide picture is cut. One on the web stays there when
 * the service can fetch it by itself.
 * @throws FailureError that says what is wrong with it
 */
export async function readMedium(
	from: Source,
	options: ReadingOptions,
	signal: AbortSignal,
): Promise<readonly Medium[]> {
	const source = wholeOf(from);
	const region = 'whole' in from ? from.region : undefined;
	const isVideo = !region && (options.task === 'describeVideo' || (options.task === 'ask' && isVideoSource(source)));
	const video = isVideo ? videoDemand(options) : undefined;
	if (source instanceof File) {
		const file = { bytes: new Uint8Array(await source.arrayBuffer()), name: source.name };
		return prepareFile(file, { video, region, options }, signal);
	}
	const place = source instanceof URL ? source : (webAddressOf(source) ?? source);
	if (!(place instanceof URL)) return prepareFile(await foreignFile(place), { video, region, options }, signal);
	if (place.protocol === 'data:') {
		const picture = { bytes: bytesOfDataUri(place), name: vscode.l10n.t('the picture in the text') };
		return prepareFile(picture, { video: undefined, region, options }, signal);
	}
	if (place.protocol !== 'https:' || hasCredentials(place)) {
		throw new FailureError({ kind: 'webAddressInvalid', address: withoutCredentials(place).href });
	}
	const medium: WebMedium = { kind: isVideo ? 'video' : 'image', url: place.href, name: nameOf(place) };
	const isLeft = !region && options.model !== undefined && isFetchedByService(medium, options.model);
	return isLeft ? [medium] : fetchMedium(medium, { ...options, region }, signal);
}

/**
 * Fetches here a web medium that the service was to fetch by itself.
 * @throws FailureError that says what is wrong with it, or with the way there
 */
async function fetchMedium(
	medium: WebMedium,
	options: ReadingOptions & { readonly region?: Region | undefined },
	signal: AbortSignal,
): Promise<readonly Medium[]> {
	const video = medium.kind === 'video' ? videoDemand(options) : undefined;
	const { transport, idleTimeout } = options.web;
	const { download } = await import('../../engines/glm/download.ts');
	const from = { transport: transport(), idleTimeout, maxBytes: maxWebBytes };
	const bytes = await download(new URL(medium.url), from, signal);
	return prepareFile({ bytes, name: medium.name }, { video, region: options.region, options }, signal);
}

/** Prepares a file: as a video for the model that `video` names, else as a picture. */
async function prepareFile(
	file: ForeignFile,
	{
		video,
		region,
		options,
	}: {
		readonly video: VideoRequirements | undefined;
		readonly region: Region | undefined;
		readonly options: ReadingOptions;
	},
	signal: AbortSignal,
): Promise<readonly Medium[]> {
	if (video) return [await options.preparer.prepareVideo(file, video, signal)];
	return options.preparer.prepare(file, { limits: options.limits, region, signal });
}

/** @throws FailureError `noVideo` where no service is asked */
function videoDemand({ model, noVideo, offered, consent }: ReadingOptions): VideoRequirements {
	if (model === undefined) throw new FailureError(noVideo ?? { kind: 'localCannot', what: 'video' });
	return { model, offered, consent };
}

/** Tells whether a question is about a video; other tasks say so themselves. */
function isVideoSource(source: WholeSource): boolean {
	return hasVideoName(source instanceof File ? source.name : source instanceof URL ? source.pathname : source.path);
}

/** Fetches the web media of a list here; the others stay as they are. */
export async function fetchAll(
	media: readonly Medium[],
	options: ReadingOptions,
	signal: AbortSignal,
): Promise<readonly Medium[]> {
	const fetched: Medium[] = [];
	for (const medium of media) {
		fetched.push(...(isWebMedium(medium) ? await fetchMedium(medium, options, signal) : [medium]));
	}
	return fetched;
}

/** Returns the web address or data URI in an editor's URI; undefined for a file of any kind. */
function webAddressOf(uri: vscode.Uri): URL | undefined {
	const isWeb = uri.scheme === 'https' || uri.scheme === 'http' || uri.scheme === 'data';
	// Encoded as its writer did: the editor's own way of writing addresses breaks signed ones.
	return isWeb ? new URL(uri.toString(true)) : undefined;
}
