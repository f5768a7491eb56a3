import { element, setText } from './element.ts';

/** Milliseconds between two announcements of an answer in progress: a screen reader needs time to read the first. */
export const announcementInterval = 5000;

/** The progress of the newest question, to be announced. */
export interface Progress {
	readonly id: string;
	/** Changes when `words` should be announced: not with each second of a countdown. */
	readonly phase: string;
	readonly words: string;
	/** The texts of the finished blocks; at the end, of all blocks. */
	readonly paragraphs: readonly string[];
	readonly isOver: boolean;
}

/** The last announcement. */
export interface AnnouncedState {
	readonly id: string;
	readonly phase: string;
	/** The number of announced paragraphs. */
	readonly count: number;
	/** Milliseconds, of the last paragraphs or of the beginning. */
	readonly at: number;
}

export interface Announcement {
	readonly announced: AnnouncedState;
	/** The text to announce now; empty if there is none. */
	readonly text: string;
	/** Milliseconds until there is more to announce. */
	readonly wait?: number;
}

/**
 * Decides what a screen reader is told now: the start, each finished paragraph at most every few seconds, the end;
 * never the growing text. An answer that was there from the beginning is not read out.
 */
export function nextAnnouncement(announced: AnnouncedState | undefined, progress: Progress, now: number): Announcement {
	const { id, phase, paragraphs, isOver } = progress;
	if (announced?.id !== id && isOver) return { announced: { id, phase, count: paragraphs.length, at: now }, text: '' };
	// Asked again, or restarted by the service: the present text wasn't announced yet.
	const isAnew = announced?.id !== id || paragraphs.length < announced.count;
	const count = isAnew ? 0 : announced.count;
	const at = isAnew ? now : announced.at;
	const fresh = paragraphs.slice(count);
	const isNews = announced?.id !== id || announced.phase !== phase;
	if (isOver && isNews) {
		return { announced: { id, phase, count: paragraphs.length, at: now }, text: joinLines([...fresh, progress.words]) };
	}
	if (isNews)
		return { announced: { id, phase, count, at: now }, text: progress.words, ...(fresh.length > 0 && next(now, now)) };
	if (fresh.length === 0) return { announced: { id, phase, count, at }, text: '' };
	if (now - at < announcementInterval) return { announced: { id, phase, count, at }, text: '', ...next(at, now) };
	return { announced: { id, phase, count: paragraphs.length, at: now }, text: joinLines(fresh) };
}

function next(at: number, now: number): { readonly wait: number } {
	return { wait: announcementInterval - (now - at) };
}

function joinLines(texts: readonly string[]): string {
	return texts.filter(Boolean).join('\n');
}

/** The live region of the newest question's answer. */
export interface StatusRegion {
	readonly region: HTMLElement;
	/** Called when a question is asked: its answer is read out, also one that is complete before the next drawing. */
	readonly begin: (id: string) => void;
	/** Undefined if there is no question. */
	update(progress: Progress | undefined): void;
}

export function createStatusRegion(): StatusRegion {
	const region = element('div', { className: 'visually-hidden', role: 'status' });
	let announced: AnnouncedState | undefined;
	let timer = 0;

	function update(progress: Progress | undefined): void {
		clearTimeout(timer);
		if (!progress) {
			announced = undefined;
			return setText(region, '');
		}
		const announcement = nextAnnouncement(announced, progress, performance.now());
		announced = announcement.announced;
		if (announcement.text !== '') setText(region, announcement.text);
		if (announcement.wait !== undefined) timer = window.setTimeout(() => update(progress), announcement.wait);
	}
	return {
		region,
		begin: (id) => {
			announced = { id, phase: '', count: 0, at: performance.now() };
		},
		update,
	};
}
