import { folderOf } from '../path.ts';
import { extendedConfig, pathAliases, pathCandidates, type DocumentPlace, type PathAlias } from './picturePath.ts';

/** Files as the search for a picture needs them. Paths have slashes and begin with one. */
export interface PictureFiles {
	/** Tells whether there is a regular file. */
	isFile(path: string): Promise<boolean>;
	/** Returns the text of a small file; undefined where there is none. */
	readText(path: string): Promise<string | undefined>;
}

/** Returns the path of the picture that an address in a document leads to; undefined if there is no such file. */
export async function findPictureFile(
	files: PictureFiles,
	address: string,
	place: Pick<DocumentPlace, 'folder' | 'root'>,
): Promise<string | undefined> {
	const aliases = await aliasesOf(files, place);
	const site = address.startsWith('@site/') ? await siteOf(files, place) : undefined;
	for (const path of pathCandidates(address, { ...place, aliases, ...(site !== undefined && { site }) })) {
		if (await files.isFile(path)) return path;
	}
	return undefined;
}

const siteConfigs = ['js', 'ts', 'mjs', 'cjs', 'mts', 'cts'].map((extension) => `docusaurus.config.${extension}`);

/** Returns the nearest folder with the configuration of a Docusaurus site. */
async function siteOf(
	files: PictureFiles,
	{ folder, root }: Pick<DocumentPlace, 'folder' | 'root'>,
): Promise<string | undefined> {
	for (let at = folder; at.startsWith(root); at = folderOf(at.slice(0, -1))) {
		for (const name of siteConfigs) if (await files.isFile(at + name)) return at;
		if (at === '/') break;
	}
	return undefined;
}

/** Returns the path aliases of the nearest tsconfig.json or jsconfig.json. */
async function aliasesOf(
	files: PictureFiles,
	{ folder, root }: Pick<DocumentPlace, 'folder' | 'root'>,
): Promise<readonly PathAlias[]> {
	for (let at = folder; at.startsWith(root); at = folderOf(at.slice(0, -1))) {
		for (const name of ['tsconfig.json', 'jsconfig.json']) {
			const text = await files.readText(at + name);
			if (text === undefined) continue;
			const own = pathAliases(text, at);
			const extended = own.length > 0 ? undefined : extendedConfig(text, at);
			if (extended === undefined) return own;
			const parent = await files.readText(extended);
			return parent === undefined ? own : pathAliases(parent, folderOf(extended));
		}
		if (at === '/') break;
	}
	return [];
}
