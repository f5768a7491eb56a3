import * as l10n from '@vscode/l10n';
import type { Turn } from '../../src/core/conversation.ts';
import { element } from './element.ts';
import { pictureCaption } from './pictureWords.ts';

/** Bytes of a video that is still shown: the page gets a copy of it. */
const largestVideo = 50 * 1024 * 1024;

/** CSS pixels in which a single picture is shown; a video's controls need room. */
const largestHeight = { picture: 112, video: 200 };

/** CSS pixels: of a capture of a whole page the top is shown, of which something can be seen. */
const leastWidth = 84;

/** A picture or video of a question, with its name. `withPicture` gives the address of its bytes once they are there. */
export function pictureFigure(
	picture: Turn['pictures'][number],
	withPicture: (id: string, use: (url: string) => void) => void,
): HTMLElement {
	const title = 'url' in picture ? picture.url : picture.name;
	const name = element('figcaption', { title }, pictureCaption(picture));
	// What is on the web stays there: the page loads nothing from outside.
	if ('url' in picture) return element('figure', { className: 'on-web' }, name);
	const { id, width, height, byteLength } = picture;
	if (picture.seconds === undefined) {
		// With its size known beforehand nothing moves when it arrives.
		const image = element('img', { alt: picture.name, width, height });
		const whole = (largestHeight.picture * width) / height;
		image.style.setProperty('--width', `${Math.min(width, Math.max(leastWidth, whole))}px`);
		image.style.setProperty('--height', `${largestHeight.picture}px`);
		withPicture(id, (url) => {
			image.src = url;
		});
		return element('figure', {}, image, name);
	}
	if (byteLength > largestVideo) return element('figure', {}, name);
	const video = element('video', { width, height, controls: true, ariaLabel: l10n.t('Video {0}', picture.name) });
	video.style.setProperty('--width', `${Math.min(width, (largestHeight.video * width) / height)}px`);
	withPicture(id, (url) => {
		video.src = url;
	});
	return element('figure', {}, video, name);
}
