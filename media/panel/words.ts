import * as l10n from '@vscode/l10n';
import type { Retry, Usage } from '../../src/core/answer.ts';
import { receiverOf } from '../../src/core/answerer.ts';
import type { Answerer, Question, Turn, Picture, WebPicture } from '../../src/core/conversation.ts';
import { sizeOfBox } from '../../src/core/region.ts';
import { formatName } from '../../src/core/formatName.ts';
import { placeAmong, type PictureOrigin } from '../../src/core/media.ts';
import type { NextAnswerer } from '../../src/core/protocol.ts';
import type { PlanQuota, SessionUsage } from '../../src/core/sessionUsage.ts';
import type { TaskId } from '../../src/core/tasks.ts';

/** Returns a task's title, shown above the answer. */
export function taskTitle(task: TaskId): string {
	switch (task) {
		case 'describe':
			return l10n.t('Describe Image');
		case 'explainScreenshot':
			return l10n.t('Explain Screenshot');
		case 'extractText':
			return l10n.t('Extract Text');
		case 'diagnoseError':
			return l10n.t('Diagnose Error Screenshot');
		case 'explainDiagram':
			return l10n.t('Explain Diagram');
		case 'readChart':
			return l10n.t('Read Chart');
		case 'uiToCode':
			return l10n.t('UI to Code');
		case 'compare':
			return l10n.t('Compare Images');
		case 'describeVideo':
			return l10n.t('Describe Video');
		case 'altText':
			return l10n.t('Alt Text');
		case 'ask':
			return l10n.t('Question');
	}
}

/** Returns the title of a question without words of its own. */
export function questionTitle({ task, change }: Pick<Question, 'task' | 'change'>): string {
	return change ? l10n.t('Describe What Changed') : taskTitle(task);
}

/** Returns what happened to a picture that is in one version alone; empty for any other. */
export function changeWords({ change }: Question): string {
	const [version = ''] = change?.versions ?? [];
	switch (change?.kind) {
		case 'added':
			return l10n.t('Added: {0}', version);
		case 'deleted':
			return l10n.t('Deleted: {0}', version);
		case 'changed':
		case undefined:
			return '';
	}
}

/** Returns a short name of the party that answers. */
export function answererName(answerer: Answerer): string {
	if (answerer.engine === 'local') return l10n.t('This machine');
	return [answerer.model, receiverOf(answerer)].filter(Boolean).join(' · ');
}

/** Returns the party that answered, the media sent and the tokens used. */
export function turnSummary({ answerer, pictures, usage }: Turn): string {
	return [
		answerer && answererName(answerer),
		...pictureSummaries(pictures),
		usage &&
			l10n.t(
				'{0} tokens ({1} in, {2} out)',
				formatNumber(usage.totalTokens),
				formatNumber(usage.promptTokens),
				formatNumber(usage.completionTokens),
			),
	]
		.filter(Boolean)
		.join(' · ');
}

/** Returns when a question was asked; empty where that isn't known. */
export function askedAt({ startedAt }: Turn): string {
	return startedAt === undefined ? '' : l10n.t('Asked {0}', formatTime(startedAt));
}

/** Returns the usage of this session's answers, with their cost or the plan that pays; empty before the first. */
export function usageSummary({ tokens, costs, hasUnknownPrice, plan }: SessionUsage): string {
	const count = tokens === 0 ? '' : l10n.t('This session: {0} tokens', formatNumber(tokens));
	if (plan) return [count, planSummary(plan)].filter(Boolean).join(' · ');
	if (hasUnknownPrice || count === '') return count;
	const amounts = costWords(costs);
	return `${count} · ${amounts.length === 0 ? l10n.t('free of charge') : l10n.t('about {0}', amounts.join(' + '))}`;
}

function costWords(costs: SessionUsage['costs']): readonly string[] {
	return Object.entries(costs).map(
		([currency, cost]) => `${currency}${formatNumber(cost, { maximumSignificantDigits: 2 })}`,
	);
}

/** Returns the usage of this session's answers in a word: what is used of the plan, its cost where that is known, else its tokens. */
export function usageShort({ tokens, costs, hasUnknownPrice, plan }: SessionUsage): string {
	const used = plan && planSummary(plan);
	if (used) return used;
	if (tokens === 0) return '';
	const amounts = hasUnknownPrice ? [] : costWords(costs);
	return amounts.length > 0 ? amounts.join(' + ') : l10n.t('{0} tokens', formatNumber(tokens));
}

/** Returns where the pictures go with the next question. */
export function destination(answerer: Answerer | undefined, pictures: number): string {
	if (answerer === undefined) return '';
	if (answerer.engine === 'local') return l10n.t('Nothing leaves this machine');
	const receiver = receiverOf(answerer);
	// The editor hasn't said yet who provides its model.
	if (pictures === 0 || receiver === '') return receiver;
	return pictures === 1
		? l10n.t('1 picture goes to {0}', receiver)
		: l10n.t('{0} pictures go to {1}', pictures, receiver);
}

/** Returns what is going on, and for how long. */
export function runningNote({ status, startedAt, answerer }: Turn): string {
	const words =
		status === 'preparing'
			? l10n.t('Preparing')
			: answerer?.engine === 'local'
				? l10n.t('Reading')
				: status === 'streaming'
					? l10n.t('Writing')
					: l10n.t('Waiting');
	if (startedAt === undefined) return words;
	return `${words} · ${l10n.t('{0} s', Math.max(0, Math.round((Date.now() - startedAt) / 1000)))}`;
}

/** Returns the used part of a plan; empty once it was reset, since nobody knows what is used then. */
function planSummary({ percent, resetsAt }: PlanQuota): string {
	const share = formatNumber(percent / 100, { style: 'percent' });
	if (resetsAt === undefined) return l10n.t('{0} of the plan used', share);
	return resetsAt > Date.now() ? l10n.t('{0} of the plan used, resets {1}', share, formatTime(resetsAt)) : '';
}

/** Returns a note on how the answer ended or is going; empty if it is simply complete. */
export function turnNote(turn: Turn): string {
	const restarted = turn.restarts ? l10n.t('The service started its answer over.') : '';
	return [trimmedNote(turn), restarted, statusNote(turn)].filter(Boolean).join(' ');
}

function trimmedNote({ trimmed = 0 }: Turn): string {
	if (trimmed === 0) return '';
	return trimmed === 1
		? l10n.t("The oldest question was left out to fit the model's limits.")
		: l10n.t("The {0} oldest questions were left out to fit the model's limits.", trimmed);
}

function statusNote({ status, preparing, answerer, finishReason, usage, retry }: Turn): string {
	switch (status) {
		case 'preparing':
			return preparing && preparing.count > 1
				? l10n.t('Preparing {0} of {1}…', preparing.index, preparing.count)
				: l10n.t('Preparing…');
		case 'waiting':
			if (retry && retry.until > Date.now()) return retryNote(retry);
			return answerer?.engine === 'local' ? l10n.t('Reading…') : l10n.t('Waiting for the first words…');
		case 'streaming':
			// Its text comes all at once, long after the first lines.
			return answerer?.engine === 'local' ? l10n.t('Reading…') : '';
		case 'stopped':
			return l10n.t('Stopped.');
		case 'interrupted':
			return l10n.t('Interrupted when the window was reloaded.');
		case 'done':
			return finishReason === undefined || finishReason === 'stop' ? '' : endNote(finishReason, usage);
		case 'failed':
			return '';
	}
}

/** Returns the note under an answer of this machine alone: who could see the picture without an account. */
export function modelNote({ foundModel }: NextAnswerer): string {
	return foundModel === undefined
		? l10n.t('A model on this machine (Ollama, LM Studio, llama.cpp) could see it without an account.')
		: l10n.t('{0} on this machine can see it without an account.', foundModel);
}

function retryNote({ until, reason }: Retry): string {
	const seconds = Math.ceil((until - Date.now()) / 1000);
	switch (reason) {
		case 'busy':
			return l10n.t('The service is busy. Next try in {0} s.', seconds);
		case 'serviceBroken':
			return l10n.t('The service has a problem. Next try in {0} s.', seconds);
		case 'unreachable':
			return l10n.t('The service could not be reached. Next try in {0} s.', seconds);
	}
}

function endNote(finishReason: string, usage: Usage | undefined): string {
	switch (finishReason) {
		case 'length':
			return usage
				? l10n.t('The answer was cut off at {0} tokens.', formatNumber(usage.completionTokens))
				: l10n.t('The answer was cut off at the token limit.');
		case 'model_context_window_exceeded':
			return l10n.t('The conversation is too long for this model. Start a new one, or select another model.');
		default:
			return l10n.t('The service ended the answer: {0}.', finishReason);
	}
}

/** Returns the announcement for a change of status; the growing text is never read out. */
export function statusAnnouncement({ status, retry, failure }: Turn): string {
	switch (status) {
		case 'preparing':
		case 'waiting':
			return retry ? retryNote(retry) : l10n.t('Question sent.');
		case 'streaming':
			return l10n.t('The answer has begun.');
		case 'done':
			return l10n.t('The answer is complete.');
		case 'stopped':
		case 'interrupted':
			return l10n.t('The answer was stopped.');
		case 'failed':
			return [l10n.t('The question failed.'), failure?.message].filter(Boolean).join(' ');
	}
}

const oneDigit = { maximumFractionDigits: 1 };

/** Returns the pictures and videos of a turn as they were sent; pieces of a cut picture, and frames, count as one. */
function pictureSummaries(pictures: Turn['pictures']): readonly string[] {
	return pictures.flatMap((picture, start) => {
		if ('url' in picture) return pictureSummary(picture);
		const { index, count } = placeAmong(picture);
		if (index > 0) return [];
		const pieces = pictures.slice(start, start + count).filter(isSentPicture);
		return count > 1 ? piecesSummary(picture, pieces) : pictureSummary(picture);
	});
}

/** Returns a picture's pixels as it was, and what was done to it. */
export function pictureMeta(picture: Picture | WebPicture): string {
	if ('url' in picture) return pictureSummary(picture);
	const { origin, seconds } = picture;
	const { width, height } = origin ?? picture;
	const part = origin?.region && sizeOfBox(origin.region);
	return commaSeparated([
		part ? l10n.t('{0} of {1}', `${part.width}×${part.height}`, `${width}×${height}`) : `${width}×${height}`,
		seconds !== undefined && l10n.t('{0} s', formatNumber(seconds, oneDigit)),
		origin?.tile !== undefined && l10n.t('sent as {0} pieces', origin.tile.count),
		origin !== undefined && frameWords(origin),
	]);
}

/** Returns what was sent of a turn's pictures, a line each. */
export function pictureTooltip(pictures: Turn['pictures']): string {
	return pictureSummaries(pictures).join('\n');
}

/** Returns who gave an answer, and in how many seconds. */
export function answeredBy({ answerer, startedAt, endedAt }: Turn): string {
	// Of a service one knows the host: it is one's own choice.
	const name = answerer === undefined ? '' : answerer.engine === 'glm' ? answerer.model : answererName(answerer);
	const seconds = startedAt === undefined || endedAt === undefined ? undefined : (endedAt - startedAt) / 1000;
	const time = seconds === undefined || seconds < 0 ? '' : l10n.t('{0} s', formatNumber(seconds, oneDigit));
	return [name, time].filter(Boolean).join(' · ');
}

/** Returns a picture's caption: its name, and its piece or frame number. */
export function pictureCaption(picture: Picture | WebPicture): string {
	const { tile, frame, frames } = ('url' in picture ? undefined : picture.origin) ?? {};
	// Its name doesn't fit beside the number, and is in the tooltip.
	if (tile) return l10n.t('Piece {0} of {1}', tile.index + 1, tile.count);
	if (frames === undefined) return picture.name;
	const number = (frame?.number ?? 0) + 1;
	if (frame && frame.count > 1) {
		const time = l10n.t('{0} s', formatNumber(frame.seconds, oneDigit));
		return l10n.t('Frame {0} of {1}, at {2}', number, frames, time);
	}
	return l10n.t('{0}, frame {1} of {2}', picture.name, number, frames);
}

/** Returns a picture's or video's kind, pixels, length and size, before and after, and further changes. */
function pictureSummary(picture: Picture | WebPicture): string {
	if ('url' in picture) return l10n.t('{0}, fetched by the service', URL.parse(picture.url)?.host ?? '');
	const { origin } = picture;
	const isConverted =
		origin &&
		(origin.mediaType !== picture.mediaType || origin.width !== picture.width || origin.height !== picture.height);
	return commaSeparated([
		isConverted ? `${fileSummary(origin)} → ${fileSummary(picture)}` : fileSummary(picture),
		...changes(origin),
	]);
}

function piecesSummary(picture: Picture, pieces: readonly Picture[]): string {
	const { origin, mediaType, width, height } = picture;
	const byteLength = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
	const all = fileSummary({ mediaType, width, height, byteLength });
	const sent = origin?.tile
		? l10n.t('{0} pieces of {1}', pieces.length, all)
		: l10n.t('{0} frames of {1}', pieces.length, all);
	return commaSeparated([origin ? `${fileSummary(origin)} → ${sent}` : sent, ...changes(origin)]);
}

function fileSummary(file: Pick<Picture, 'mediaType' | 'width' | 'height' | 'seconds' | 'byteLength'>): string {
	const { mediaType, width, height, seconds, byteLength } = file;
	return commaSeparated([
		`${formatName(mediaType)} ${width}×${height}`,
		seconds !== undefined && l10n.t('{0} s', formatNumber(seconds, oneDigit)),
		byteSize(byteLength),
	]);
}

function changes(origin: PictureOrigin | undefined): readonly (string | false)[] {
	if (!origin) return [];
	const { isPreview, background, metadataRemoved } = origin;
	return [
		isPreview === true && l10n.t('the camera’s preview'),
		frameWords(origin),
		background === 'black' && l10n.t('on black'),
		background === 'grey' && l10n.t('on gray'),
		background === 'white' && l10n.t('on white'),
		metadataRemoved && l10n.t('metadata removed'),
	];
}

/** Returns which frames of an animation, or which page of a document, were sent; false of any other picture. */
function frameWords({ frames, frame }: PictureOrigin): string | false {
	if (frames === undefined) return false;
	return frame && frame.count > 1
		? l10n.t('{0} of {1} frames', frame.count, frames)
		: l10n.t('frame {0} of {1}', (frame?.number ?? 0) + 1, frames);
}

function commaSeparated(words: readonly (string | false)[]): string {
	return words.filter(Boolean).join(', ');
}

function byteSize(bytes: number): string {
	return bytes < 1024 * 1024
		? l10n.t('{0} KB', formatNumber(Math.max(1, Math.round(bytes / 1024))))
		: l10n.t('{0} MB', formatNumber(bytes / 1024 / 1024, oneDigit));
}

function isSentPicture(picture: Picture | WebPicture): picture is Picture {
	return !('url' in picture);
}

/** Formats a number for the display language, which is the page's; the browser may have another one. */
function formatNumber(value: number, digits: Intl.NumberFormatOptions = { maximumFractionDigits: 0 }): string {
	return value.toLocaleString(document.documentElement.lang, digits);
}

/** Formats a time, with its date unless that is today, in the display language and the zone of the user's machine. */
function formatTime(milliseconds: number): string {
	const time = new Date(milliseconds);
	const isToday = time.toDateString() === new Date().toDateString();
	return time.toLocaleString(document.documentElement.lang, {
		...(!isToday && { dateStyle: 'medium' }),
		timeStyle: 'short',
	});
}
