import { hasPictureName } from '../fileNames.ts';
import type { AltState } from './imageReference.ts';

/** Words that say only that there is an image, in the languages in which people leave them. */
const placeholder = new RegExp(
	`^(?:${[
		'(?:an? |the )?(?:image|img|picture|pic|photo|photograph|graphic|figure|fig|screenshot|screen shot|thumbnail|bild|foto|grafik|imagen|immagine|imagem|图片|图像|图|截图|照片|圖片|画像|写真|イメージ|그림|이미지|사진|изображение|картинка|фото)[ _.-]?\\d*',
		'alt(?:[ -]?text)?|alternate text|alternative text|alternativtext|texte alternatif|texto alternativo|替代文本|代替テキスト',
		'(?:enter |insert |add |your )?(?:image |picture |alt )?(?:alt text|description|caption|title)(?: here)?',
		'image alt(?: text)?|img alt|placeholder|untitled|undefined|null|todo|tbd|fixme|xxx|\\.{3}|…|-+|\\?+',
	].join('|')})$`,
	'iu',
);

/** Returns the state of a present alt text; `address` is the image's. */
export function altState(alt: string, address: string | undefined): Extract<AltState, 'placeholder' | 'written'> {
	return isPlaceholder(alt) || isFileName(alt, address) ? 'placeholder' : 'written';
}

/** Returns the length in characters as people count them. */
export function countCharacters(text: string): number {
	return Array.from(text).length;
}

function isPlaceholder(alt: string): boolean {
	return alt.trim() === '' || placeholder.test(alt.trim());
}

/** Tells whether a text is the name of a picture's file, that of the image at `address` or any. */
export function isFileName(alt: string, address: string | undefined): boolean {
	const text = alt.trim().toLowerCase();
	if (!/[\s/\\]/.test(text) && hasPictureName(text)) return true;
	const last = withoutQuery(address ?? '').replace(/^.*[/\\]/s, '');
	const name = decodeAddressPart(last);
	if (name === '') return false;
	// A name that differs in its capitals was written by a person: "Scrimba", of scrimba.svg.
	return text === name.toLowerCase() || alt.trim() === name.replace(/\.[^.]+$/, '');
}

/** Returns an address without its query and fragment. */
export function withoutQuery(address: string): string {
	const at = address.search(/[?#]/);
	return at < 0 ? address : address.slice(0, at);
}

/** Returns a percent-encoded part of an address decoded, or unchanged if it isn't valid. */
export function decodeAddressPart(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}
