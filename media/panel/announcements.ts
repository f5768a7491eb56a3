import { element, setText } from './element.ts';

/** Milliseconds between two announcements of what is being written: a screen reader must have time to read the first. */
export const announcementInterval = 5000;

/** What can be said of the newest question. */
export interface Progress {
	readonly id: string;
	/** Changes when `words` are to be said: not with each second of a countdown. */
	readonly phase: string;
	readonly words: string;
	/** The texts of the blocks that are finished; at the end, all. */
	readonly paragraphs: readonly string[];
	readonly isOver: boolean;
}

/** What was said of it. */
export interface AnnouncedState {
	readonly id: string;
	readonly phase: string;
	/** Paragraphs. */
	readonly count: number;
	/** Milliseconds, of the last paragraphs or of the beginning. */
	readonly at: number;
}

export interface Announcement {
	readonly said: AnnouncedState;
	/** To be said now; empty when there is nothing. */
	readonly text: string;
	/** Milliseconds after which there is more to say. */
	readonly wait?: number;
}

/**
 * What a screen reader is told now: that it started, each finished paragraph at most every few seconds, that it ended; never
 * the growing text. An answer that was there before anybody listened is not read out.
 */
export function nextAnnouncement(said: AnnouncedState | undefined, progress: Progress, now: number): Announcement {
	const { id, phase, paragraphs, isOver } = progress;
	if (said?.id !== id && isOver) return { said: { id, phase, count: paragraphs.length, at: now }, text: '' };
	// Asked again, or begun anew by the service: what is there now was not said yet.
	const isAnew = said?.id !== id || paragraphs.length < said.count;
	const count = isAnew ? 0 : said.count;
	const at = isAnew ? now : said.at;
	const fresh = paragraphs.slice(count);
	const isNews = said?.id !== id || said.phase !== phase;
	if (isOver && isNews) {
		return { said: { id, phase, count: paragraphs.length, at: now }, text: joinLines([...fresh, progress.words]) };
	}
	if (isNews)
		return { said: { id, phase, count, at: now }, text: progress.words, ...(fresh.length > 0 && next(now, now)) };
	if (fresh.length === 0) return { said: { id, phase, count, at }, text: '' };
	if (now - at < announcementInterval) return { said: { id, phase, count, at }, text: '', ...next(at, now) };
	return { said: { id, phase, count: paragraphs.length, at: now }, text: joinLines(fresh) };
}

function next(at: number, now: number): { readonly wait: number } {
	return { wait: announcementInterval - (now - at) };
}

function joinLines(texts: readonly string[]): string {
	return texts.filter(Boolean).join('\n');
}

/** The one place of the page that a screen reader reads by itself. */
export interface StatusRegion {
	readonly region: HTMLElement;
	/** Undefined when nothing was asked. */
	update(progress: Progress | undefined): void;
}

export function createStatusRegion(): StatusRegion {
	const region = element('div', { className: 'visually-hidden', role: 'status' });
	let said: AnnouncedState | undefined;
	let timer = 0;

	function update(progress: Progress | undefined): void {
		clearTimeout(timer);
		if (!progress) {
			said = undefined;
			return setText(region, '');
		}
		const announcement = nextAnnouncement(said, progress, performance.now());
		said = announcement.said;
		if (announcement.text !== '') setText(region, announcement.text);
		if (announcement.wait !== undefined) timer = window.setTimeout(() => update(progress), announcement.wait);
	}
	return { region, update };
}
