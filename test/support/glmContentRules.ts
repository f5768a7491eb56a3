import { type ErrorName, Refused } from './glmErrors.ts';
import { type GlmModel, imageLimits, layoutLimits } from './glmModels.ts';
import { type InlineForm, type ReceivedMedia, readImage, readVideo } from './glmMedia.ts';

interface ContentRules {
	readonly model: GlmModel;
	readonly refusedForm: InlineForm | undefined;
	readonly media: ReceivedMedia;
}

/** Whether it is a JSON object. */
export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Content of the assistant, or of the system: text, which the first models take as a list of parts too. */
export function checkAssistantContent(content: unknown, { role, model }: { role: string; model: GlmModel }): void {
	if (model.generation !== 'first' || !Array.isArray(content)) {
		checkText(content, `content of role ${role}`);
		return;
	}
	for (const part of content as unknown[]) {
		const { kind, value } = readPart(part);
		if (kind !== 'text') {
			throw invalid('messages.content.type', `role ${role} sent a part of type ${kind}`);
		}
		checkText(value, 'a text part');
	}
}

/** Content of the user: parts, or a string for models after the first ones. Adds what it carries to `media`. */
export async function checkUserContent(content: unknown, rules: ContentRules): Promise<void> {
	if (typeof content === 'string' && rules.model.generation !== 'first') {
		checkText(content, 'content of role user');
		return;
	}
	if (!Array.isArray(content) || content.length === 0) {
		throw invalid('messages.content', 'not a list of parts');
	}
	const kinds = new Set<string>();
	for (const item of content as unknown[]) {
		const { kind, value } = readPart(item);
		if (kind === 'text') {
			checkText(value, 'a text part');
		} else if (rules.model.images === 0) {
			throw new Refused('1214-text-only', `a text model was sent a part of type ${kind}`);
		} else if (kind === 'image_url') {
			await checkImage(readUrl(value, kind), rules);
		} else {
			if (kinds.has('text')) {
				throw new Refused('1210', 'video_url does not come first');
			}
			checkVideo(readUrl(value, kind), rules);
		}
		kinds.add(kind);
	}
	checkCounts(rules);
}

function invalid(field: string, why: string): Refused {
	return new Refused('1214', `${field}: ${why}`, { field });
}

function checkText(value: unknown, what: string): void {
	if (typeof value !== 'string' || value.trim() === '') {
		throw invalid('messages.content', `${what} is not a text, or is empty`);
	}
	if (!value.isWellFormed()) {
		throw invalid('messages.content', `${what} holds half a surrogate pair`);
	}
}

function readPart(item: unknown): { kind: 'text' | 'image_url' | 'video_url'; value: unknown } {
	const part = isFields(item) ? item : {};
	const kind = part['type'];
	if (kind !== 'text' && kind !== 'image_url' && kind !== 'video_url') {
		throw invalid('messages.content.type', `there is no part of type ${String(kind)}`);
	}
	const others = Object.keys(part).filter((name) => name !== 'type' && name !== kind);
	if (others.length > 0) {
		throw invalid('messages.content', `a part of type ${kind} has the unknown field ${others.join(', ')}`);
	}
	return { kind, value: part[kind] };
}

function readUrl(value: unknown, kind: string): string {
	const { url, ...others } = isFields(value) ? value : {};
	if (typeof url !== 'string' || url === '') {
		throw invalid(`${kind}.url`, 'not a string, or empty');
	}
	if (Object.keys(others).length > 0) {
		throw invalid(kind, `unknown field ${Object.keys(others).join(', ')}`);
	}
	return url;
}

function checkCounts({ model, media }: ContentRules): void {
	const images = media.images.length + media.imageUrls.length;
	const videos = media.videos.length + media.videoUrls.length;
	if (images > 0 && videos > 0) {
		throw new Refused('1215', 'pictures and videos in one request');
	}
	if (images > model.images) {
		throw new Refused('1210', `${images} pictures, but this model takes ${model.images}`);
	}
	if (videos > model.videos) {
		throw new Refused('1210', `${videos} videos, but this model takes ${model.videos}`);
	}
}

async function checkImage(url: string, { model, refusedForm, media }: ContentRules): Promise<void> {
	if (isRemote(url)) {
		media.imageUrls.push(url);
		return;
	}
	if (!model.inlineImages) {
		throw new Refused('1210-english', 'this model takes pictures as a URL only');
	}
	const { form, label, bytes } = readInline(url, refusedForm);
	if (bytes.length > imageLimits.bytes) {
		throw new Refused('1210-image', `the picture has ${bytes.length} bytes, more than ${imageLimits.bytes}`);
	}
	const image = await readImage({ bytes, form });
	if (label !== undefined && label !== image.mediaType) {
		throw new Refused('1210-image', `the picture is called ${label} but is ${image.mediaType}`);
	}
	media.images.push(image);
}

/** The `file` of a request to read a layout: a URL or a data URI. Adds what it carries to `media`. */
export async function checkLayoutFile(file: unknown, { media }: Pick<ContentRules, 'media'>): Promise<void> {
	if (typeof file !== 'string' || file === '') {
		throw new Refused('1213', 'file is missing', { field: 'file' });
	}
	if (isRemote(file)) {
		media.imageUrls.push(file);
		return;
	}
	// Observed: plain base64 is refused as if it were another format, though the page names it.
	const { form, label, bytes } = readInline(file, 'base64', '1214-layout');
	if (bytes.length > layoutLimits.bytes) {
		throw new Refused('1214-layout', `the picture has ${bytes.length} bytes, more than ${layoutLimits.bytes}`);
	}
	const image = await readImage({ bytes, form, longest: layoutLimits.side });
	if (label !== image.mediaType) {
		throw new Refused('1214-layout', `the picture is called ${label} but is ${image.mediaType}`);
	}
	media.images.push(image);
}

function checkVideo(url: string, { model, refusedForm, media }: ContentRules): void {
	if (model.videos === 0) {
		throw new Refused('1210', 'this model takes no video');
	}
	if (isRemote(url)) {
		media.videoUrls.push(url);
		return;
	}
	const { form, label, bytes } = readInline(url, refusedForm);
	if (bytes.length > model.videoBytes) {
		throw new Refused('1210', `the video has ${bytes.length} bytes, more than ${model.videoBytes}`);
	}
	const video = readVideo({ bytes, form });
	if (label !== undefined && label !== video.mediaType) {
		throw new Refused('1210', `the video is called ${label} but is ${video.mediaType}`);
	}
	if (video.seconds !== undefined && model.videoSeconds !== undefined && video.seconds > model.videoSeconds) {
		throw new Refused('1210', `the video has ${video.seconds} seconds, more than ${model.videoSeconds}`);
	}
	media.videos.push(video);
}

/** Whether it is a URL that the service could fetch; it can't reach the machine of the person who asks. */
function isRemote(url: string): boolean {
	if (!/^https?:\/\//i.test(url)) {
		return false;
	}
	const host = URL.canParse(url) ? new URL(url).hostname : '';
	if (!host.includes('.') || /^(127|10|192\.168)\.|^localhost$/.test(host)) {
		throw new Refused('1210-image', `the service cannot fetch ${url}`);
	}
	return true;
}

function readInline(
	url: string,
	refusedForm: InlineForm | undefined,
	refusal: ErrorName = '1210-image',
): { form: InlineForm; label: string | undefined; bytes: Buffer } {
	const label = /^data:([a-z]+\/[a-z0-9.+-]+);base64,/.exec(url);
	const form = label ? 'dataUri' : 'base64';
	if (form === refusedForm) {
		throw new Refused(refusal, `this server does not take the form ${form}`);
	}
	const text = url.slice(label?.[0].length ?? 0);
	const bytes = Buffer.from(text, 'base64');
	// Node skips what isn't base64; the way back shows whether it did.
	if (bytes.length === 0 || bytes.toString('base64') !== text) {
		throw new Refused(refusal, `neither a URL nor base64: ${url.slice(0, 40)}`);
	}
	return { form, label: label?.[1], bytes };
}
