import { stat } from 'node:fs/promises';
import stripJsonComments from 'strip-json-comments';
import { excludeMatcher, isLinearPattern } from '../core/excludeMatcher.ts';
import type { DiskFiles } from '../documents/diskFiles.ts';
import { systemPath } from '../documents/diskFiles.ts';
import { readRule, type RuleSeverities } from './severities.ts';
import { UsageError } from './usageError.ts';

/** A repository, and what it says of itself. */
export interface Repository {
	/** The folder with `.git`, else the one that the command runs in; with slashes, and none at the end. */
	readonly root: string;
	readonly rules: RuleSeverities;
	/** The number of characters of an alt text that are no finding yet. */
	readonly maxLength: number;
	/** Tells whether a file or folder in it is left out. */
	readonly isExcluded: (path: string) => boolean;
}

const longest = { usual: 125, least: 20, most: 2000 };

/** Folders that are no part of a repository's own text, as the editor passes over them. */
const foreign = ['node_modules', 'bower_components', '.git', '.svn', '.hg', 'CVS'];

/**
 * Reads what the nearest configuration says, from a folder up to the repository's root.
 * @throws UsageError
 */
export async function readRepository(files: DiskFiles, folder: string): Promise<Repository> {
	const root = await rootOf(folder);
	for (let at = folder; ; at = at.slice(0, at.lastIndexOf('/'))) {
		const found = await configurationIn(files, at);
		if (found) return repositoryWith(found, root);
		if (at === root || at === '') return repositoryWith(undefined, root);
	}
}

async function rootOf(folder: string): Promise<string> {
	for (let at = folder; ; at = at.slice(0, at.lastIndexOf('/'))) {
		// A folder, or a file in a worktree.
		const found = await stat(systemPath(`${at}/.git`)).catch(() => undefined);
		if (found) return at;
		if (at === '') return folder;
	}
}

interface Configuration {
	readonly folder: string;
	/** The file's name, for sentences. */
	readonly name: string;
	readonly content: unknown;
}

async function configurationIn(files: DiskFiles, folder: string): Promise<Configuration | undefined> {
	const own = await contentOf(files, folder, '.glimpserc.json');
	if (own) return own;
	const manifest = await contentOf(files, folder, 'package.json').catch(() => undefined);
	const content = manifest && isObject(manifest.content) ? manifest.content['glimpse'] : undefined;
	return content === undefined ? undefined : { folder, name: '“glimpse” in package.json', content };
}

/** @throws UsageError for a file that isn't JSON */
async function contentOf(files: DiskFiles, folder: string, name: string): Promise<Configuration | undefined> {
	const text = await files.readText(`${folder}/${name}`);
	if (text === undefined) return undefined;
	try {
		return { folder, name, content: JSON.parse(stripJsonComments(text, { trailingCommas: true })) };
	} catch (error) {
		throw new UsageError(`${name} isn't valid JSON.`, { cause: error });
	}
}

/** What a repository may say. Where pictures are sent, and with whose key, is for whoever runs the command. */
const allowed = ['rules', 'exclude', 'maxLength'];

function repositoryWith(found: Configuration | undefined, root: string): Repository {
	if (!found) return { root, rules: {}, maxLength: longest.usual, isExcluded: exclusion(root, { root, patterns: [] }) };
	const { name, content, folder } = found;
	if (!isObject(content)) throw new UsageError(`${name} must be an object.`);
	const other = Object.keys(content).find((key) => !allowed.includes(key));
	if (other !== undefined) {
		throw new UsageError(
			`${name}: “${other}” can't be set there, only ${allowed.join(', ')}. A repository doesn't decide where pictures are sent.`,
		);
	}
	return {
		root,
		rules: rulesIn(content['rules'], name),
		maxLength: lengthIn(content['maxLength'], name),
		isExcluded: exclusion(folder, { root, patterns: patternsIn(content['exclude'], name) }),
	};
}

function rulesIn(value: unknown, name: string): RuleSeverities {
	if (value === undefined) return {};
	if (!isObject(value)) throw new UsageError(`${name}: “rules” must be an object of rule ids and severities.`);
	return Object.fromEntries(Object.entries(value).map(([id, severity]) => readRule(id, severity, `${name}, “rules”`)));
}

function lengthIn(value: unknown, name: string): number {
	if (value === undefined) return longest.usual;
	if (typeof value === 'number' && Number.isInteger(value) && value >= longest.least && value <= longest.most) {
		return value;
	}
	throw new UsageError(`${name}: “maxLength” must be a whole number within ${longest.least} and ${longest.most}.`);
}

function patternsIn(value: unknown, name: string): readonly string[] {
	if (value === undefined) return [];
	const list: readonly unknown[] = Array.isArray(value) ? value : [undefined];
	const patterns = list.filter((each): each is string => typeof each === 'string' && each !== '');
	if (patterns.length < list.length) throw new UsageError(`${name}: “exclude” must be a list of glob patterns.`);
	const slow = patterns.find((pattern) => !isLinearPattern(pattern));
	if (slow === undefined) return patterns;
	throw new UsageError(`${name}: a pattern in “exclude” has too many stars: “${slow}”.`);
}

/** Returns the search for what is left out, with all that is in it; patterns are relative to the folder that they stand in. */
function exclusion(
	folder: string,
	{ root, patterns }: { readonly root: string; readonly patterns: readonly string[] },
): (path: string) => boolean {
	const isMatched = excludeMatcher([...foreign, ...patterns], { nocase: process.platform !== 'linux' });
	const folders = new Map<string, boolean>([[root, false]]);
	const isNamed = (path: string): boolean => {
		const relative = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
		return isMatched([path.slice(path.lastIndexOf('/') + 1), relative]);
	};
	const isFolderExcluded = (path: string): boolean => {
		if (!path.startsWith(`${root}/`)) return false;
		const known = folders.get(path) ?? (isNamed(path) || isFolderExcluded(path.slice(0, path.lastIndexOf('/'))));
		folders.set(path, known);
		return known;
	};
	return (path) => isNamed(path) || isFolderExcluded(path.slice(0, path.lastIndexOf('/')));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
