import { element } from './element.ts';

/** Puts a picture on the clipboard. It is drawn, so that it is one that every program takes. Rejects where that isn't possible. */
export async function copyPicture(drawn: HTMLCanvasElement | HTMLImageElement): Promise<void> {
	const canvas = drawn instanceof HTMLCanvasElement ? drawn : canvasOf(drawn);
	const png = new Promise<Blob>((resolve, reject) => {
		canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be drawn.'))), 'image/png');
	});
	await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
}

function canvasOf(image: HTMLImageElement): HTMLCanvasElement {
	const canvas = element('canvas', { width: image.naturalWidth, height: image.naturalHeight });
	canvas.getContext('2d')?.drawImage(image, 0, 0);
	return canvas;
}
