import { hasPictureName } from '../fileNames.ts';
import { decodeAddressPart, withoutQuery } from '../markup/altState.ts';
import { findPictureFile, type PictureFiles } from '../markup/findPictureFile.ts';
import { lazy } from '../markup/markupDocument.ts';
import { folderOf } from '../path.ts';
import type { NamedImage } from './scanDocument.ts';
import { walkFiles, type FileTree, type WalkOptions } from './walkDocuments.ts';

/** The files among which pictures are searched. */
interface SearchedFiles extends Omit<WalkOptions, 'root'> {
	readonly files: FileTree & PictureFiles;
	/** The folder of the repository or workspace. */
	readonly root: string;
}

/** A document that names a picture. */
interface NamingDocument {
	readonly path: string;
	/** The editor's id. */
	readonly language: string;
}

/** Languages whose tools count a relative path from the document; those of all others count it from a page, or from a setting. */
const countsFromDocument = /^(?:markdown|mdx|quarto|rmd|html|restructuredtext|typst|org)$/;

/** Returns a search for whether the picture of an image is there. */
export function pictureSearch(
	searched: SearchedFiles,
): (image: Pick<NamedImage, 'paths'>, document: NamingDocument) => Promise<boolean> {
	const { files, root } = searched;
	const pictures = lazy(() => picturesBelow(searched));
	return async ({ paths }, { path: document, language }) => {
		const folder = folderOf(document);
		const place = { folder, root: folder.startsWith(`${root}/`) ? `${root}/` : folder };
		for (const path of paths) if (await findPictureFile(files, path, place)) return true;
		// From where a site counts its paths, and what it copies there, its tool alone knows.
		const ofSite = countsFromDocument.test(language) ? /^\// : /^(?!\.)/;
		const fromSite = paths.filter((path) => ofSite.test(path)).map((path) => decodeAddressPart(withoutQuery(path)));
		if (fromSite.length === 0) return false;
		const known = await pictures();
		return fromSite.some((path) => {
			const end = path.startsWith('/') ? path : `/${path}`;
			return known.get(end.slice(end.lastIndexOf('/') + 1))?.some((each) => each.endsWith(end)) ?? false;
		});
	};
}

/** Returns the pictures of a repository by their names. */
async function picturesBelow({
	files,
	root,
	isExcluded,
	signal,
}: SearchedFiles): Promise<ReadonlyMap<string, readonly string[]>> {
	const byName = new Map<string, string[]>();
	for await (const { path, found } of walkFiles(files, root, { isExcluded, signal, find: pictureName })) {
		const same = byName.get(found) ?? [];
		same.push(path);
		byName.set(found, same);
	}
	return byName;
}

function pictureName(name: string): string | undefined {
	return hasPictureName(name) ? name : undefined;
}
