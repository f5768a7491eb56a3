import { hasPictureName } from '../fileNames.ts';
import { withoutQuery } from '../markup/altState.ts';
import { webAddress } from '../markup/picturePath.ts';
import type { NamedPicture, PictureSource } from '../markup/pictureSource.ts';

/**
 * Returns the paths that a picture is named by, where one of them has to lead to a file of the repository; none where that
 * can't be said: what is on the web, made when the page is, or taken from a package.
 */
export function picturePaths(source: PictureSource): readonly string[] {
	const pictures = source.kind === 'choice' ? source.pictures : source.kind === 'address' ? [source] : moduleOf(source);
	const paths = pictures.map(pathOf);
	return paths.length > 0 && paths.every((path) => path !== undefined) ? paths : [];
}

function moduleOf(source: PictureSource): readonly NamedPicture[] {
	return source.kind === 'module' ? [source] : [];
}

/** Signs of templates, attributes, macros and wildcards, of which a tool makes the path: `{{ base }}`, `${base}`, `<% %>`, `fig.*`. */
const isMade = /[{}<>$*|]|%[a-z_]|\[\w*\]/i;

function pathOf(picture: NamedPicture): string | undefined {
	if (picture.kind === 'module') {
		// Any other name is a package's, or an alias of the bundler.
		const { specifier } = picture;
		return /^\.\.?\//.test(specifier) && hasPictureName(withoutQuery(specifier)) ? specifier : undefined;
	}
	const address = picture.address.trim();
	if (address === '' || /^[#?]/.test(address) || isMade.test(decoded(address))) return undefined;
	// `cid:`, `attachment:`, `asset:`; a single letter is a drive of Windows.
	if (webAddress(address) !== undefined || /^[a-z][a-z\d+.-]+:/i.test(address)) return undefined;
	// Without the name of a picture it may be a page, a label or a resource of the tool's.
	return hasPictureName(withoutQuery(address)) ? address : undefined;
}

/** Percent signs of hexadecimal codes are none of a template's. */
function decoded(address: string): string {
	return address.replaceAll(/%[\da-f]{2}/gi, '');
}
