import * as vscode from 'vscode';
import { FailureError } from '../../core/failure.ts';
import { limitsOf } from '../../core/glm/models.ts';
import type { PictureLimits } from '../../core/image/pictureLimits.ts';
import { isWebMedium, type Medium, type WebMedium } from '../../core/media.ts';
import type { TaskId } from '../../core/tasks.ts';
import type { VideoConsent } from '../../core/video/prepareVideo.ts';
import { hasVideoName } from '../../core/video/videoName.ts';
import type { Transport } from '../../engines/glm/transport.ts';
import type { Preparer } from './preparer.ts';
import { nameOf, type Source } from './source.ts';
import { prepareVideoBytes, readVideo } from './videoSource.ts';

/** For whom and how pictures and videos are read. */
export interface ReadingOptions {
	readonly task: TaskId;
	/** The model that is asked; undefined where this machine answers alone. */
	readonly model: string | undefined;
	readonly consent: readonly VideoConsent[];
	readonly preparer: Preparer;
	/** What a picture may have. */
	readonly limits: PictureLimits;
	readonly web: WebOptions;
}

/** How pictures and videos on the web are fetched. */
export interface WebOptions {
	readonly transport: () => Transport;
	/** Seconds. */
	readonly idleTimeout: number;
}

/** Bytes of what is fetched from the web; a picture that large is hardly one for a page. */
const maxWebBytes = 200 * 1024 * 1024;

/**
 * The picture or video behind a source; several where a tall or wide picture is cut. One on the web stays there where the
 * service can fetch it by itself.
 * @throws FailureError that says what is wrong with it
 */
export async function readMedium(
	source: Source,
	options: ReadingOptions,
	signal: AbortSignal,
): Promise<readonly Medium[]> {
	const { task, model, consent, preparer, limits } = options;
	const isVideo = task === 'describeVideo' || (task === 'ask' && isVideoSource(source));
	if (isVideo && model === undefined) throw new FailureError({ kind: 'localCannot', what: 'video' });
	if (source instanceof File) {
		const bytes = new Uint8Array(await source.arrayBuffer());
		return isVideo && model !== undefined
			? [await prepareVideoBytes(bytes, source.name, { model, consent })]
			: preparer.prepareBytes({ bytes, name: source.name }, { limits, signal });
	}
	const place = source instanceof URL ? source : (webAddressOf(source) ?? source);
	if (!(place instanceof URL)) {
		return isVideo && model !== undefined
			? [await readVideo(place, { model, consent })]
			: preparer.prepare(place, { limits, signal });
	}
	if (place.protocol === 'data:') {
		const name = vscode.l10n.t('the picture in the text');
		return preparer.prepareBytes({ bytes: dataOf(place), name }, { limits, signal });
	}
	if (place.protocol !== 'https:') throw new FailureError({ kind: 'webAddressInvalid', address: place.href });
	const medium: WebMedium = { kind: isVideo ? 'video' : 'image', url: place.href, name: nameOf(place) };
	return model !== undefined && isFetchedByService(medium, model) ? [medium] : fetchMedium(medium, options, signal);
}

/**
 * Fetches here what the service was to fetch by itself.
 * @throws FailureError that says what is wrong with it, or with the way there
 */
async function fetchMedium(
	medium: WebMedium,
	options: ReadingOptions,
	signal: AbortSignal,
): Promise<readonly Medium[]> {
	const { model, consent, web, preparer, limits } = options;
	const { download } = await import('../../engines/glm/download.ts');
	const from = { transport: web.transport(), idleTimeout: web.idleTimeout, maxBytes: maxWebBytes };
	const bytes = await download(new URL(medium.url), from, signal);
	if (medium.kind === 'image') return preparer.prepareBytes({ bytes, name: medium.name }, { limits, signal });
	if (model === undefined) throw new FailureError({ kind: 'localCannot', what: 'video' });
	return [await prepareVideoBytes(bytes, medium.name, { model, consent })];
}

/** Whether a question is about a video: other tasks say so themselves. */
function isVideoSource(source: Source): boolean {
	return hasVideoName(source instanceof File ? source.name : source instanceof URL ? source.pathname : source.path);
}

/** The same list, with what is on the web fetched here. */
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

/**
 * Pictures of the documented formats; any other is fetched and converted here, except for a model that takes addresses only.
 * Videos are left to the service, whose limits for files they may exceed.
 */
function isFetchedByService({ kind, url }: WebMedium, model: string): boolean {
	return kind === 'video' || !limitsOf(model).localImages || /\.(jpe?g|png)$/i.test(new URL(url).pathname);
}

/** The web address or data URI in an editor's URI; undefined for a file of any kind. */
function webAddressOf(uri: vscode.Uri): URL | undefined {
	const isWeb = uri.scheme === 'https' || uri.scheme === 'http' || uri.scheme === 'data';
	// Encoded as its writer did: the editor's own way of writing addresses breaks signed ones.
	return isWeb ? new URL(uri.toString(true)) : undefined;
}

/** The bytes that a data URI holds. */
function dataOf({ href }: URL): Uint8Array {
	const comma = href.indexOf(',');
	const text = decodeURIComponent(href.slice(comma + 1));
	const isBase64 = /;\s*base64\s*$/i.test(href.slice(0, comma));
	return isBase64 ? Buffer.from(text, 'base64') : Buffer.from(text);
}
