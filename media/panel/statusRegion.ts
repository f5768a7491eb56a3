import { nextAnnouncement, type Progress, type Said } from './announcements.ts';
import { element, setText } from './element.ts';

/** The one place of the page that a screen reader reads by itself. */
export interface StatusRegion {
	readonly region: HTMLElement;
	/** Undefined when nothing was asked. */
	update(progress: Progress | undefined): void;
}

export function createStatusRegion(): StatusRegion {
	const region = element('div', { className: 'visually-hidden', role: 'status' });
	let said: Said | undefined;
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
