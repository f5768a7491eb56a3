import { hasPictureName } from '../fileNames.ts';
import type { AltState, ImageReference } from './imageReference.ts';
import { addressesOf } from './pictureSource.ts';

/** A problem of an alt text. */
export type AltProblem = 'missing' | 'placeholder' | 'fileName' | 'imageOf' | 'tooLong';

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

/** "Image of": a screen reader has said that already. "Screenshot of" and the like carry meaning. */
const imageOf =
	/^(?:(?:an? |the )?(?:image|picture|photo|photograph|graphic) (?:of|showing|that shows)\b|(?:ein )?(?:bild|foto) (?:von|eines|einer|des|der)\b|(?:une )?(?:image|photo) (?:de|du|des)\b|(?:una )?(?:imagen|foto|immagine) (?:de|del|di)\b|图片显示|图为)/iu;

/** Returns the state of a present alt text; `address` is the image's. */
export function altState(alt: string, address: string | undefined): Extract<AltState, 'placeholder' | 'written'> {
	return isPlaceholder(alt) || isFileName(alt, address) ? 'placeholder' : 'written';
}

/** Returns the problem to report, worst first. A text that is empty on purpose or computed has none. */
export function altProblem(
	{ state, alt, source }: ImageReference,
	limits: { readonly maxLength: number },
): AltProblem | undefined {
	if (state === 'missing') return 'missing';
	if (state === 'placeholder') {
		return isFileName(alt, addressesOf(source)[0]) ? 'fileName' : 'placeholder';
	}
	if (state !== 'written') return undefined;
	if (imageOf.test(alt)) return 'imageOf';
	return countCharacters(alt) > limits.maxLength ? 'tooLong' : undefined;
}

/** Returns the length in characters as people count them. */
export function countCharacters(text: string): number {
	return Array.from(text).length;
}

function isPlaceholder(alt: string): boolean {
	return alt.trim() === '' || placeholder.test(alt.trim());
}

function isFileName(alt: string, address: string | undefined): boolean {
	const text = alt.trim().toLowerCase();
	if (!/[\s/\\]/.test(text) && hasPictureName(text)) return true;
	const last = withoutQuery(address ?? '').replace(/^.*[/\\]/s, '');
	const name = decodeAddressPart(last).toLowerCase();
	return name !== '' && (text === name || text === name.replace(/\.[^.]+$/, ''));
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
