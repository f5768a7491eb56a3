import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { FailureError, throwIfCancelled } from '../../core/failure.ts';
import { longestPointer, parseLfsPointer, type LfsPointer } from '../../core/git/lfsPointer.ts';
import type { PictureChange } from '../../core/git/pictureChange.ts';
import { shortHash, treeishOf, type VersionRef } from '../../core/git/versionRef.ts';
import { mostFileBytes } from '../../core/media.ts';
import { FileVersion } from '../sources/fileVersion.ts';
import { fileName, readFile, type WholeSource } from '../sources/source.ts';
import { repositoryOf, type GitChange, type GitRepository } from './gitExtension.ts';

/** A picture, and the two versions of it that are asked about. */
export interface VersionPair {
	readonly file: vscode.Uri;
	readonly before: VersionRef;
	readonly after: VersionRef;
}

/** The pictures of a change: both versions, or the one that there is. */
export interface ChangedPicture {
	readonly sources: readonly WholeSource[];
	readonly change: PictureChange;
}

/** A version without its parents to be looked up. */
type PlainRef = Exclude<VersionRef, { readonly kind: 'parent' }>;

/** A version that is there. */
interface FoundVersion {
	/** Where the file was. */
	readonly file: vscode.Uri;
	/** The hash of its commit; undefined for what is in none. */
	readonly commit?: string | undefined;
	readonly source: WholeSource;
	/** Its bytes; of the file on disk only when they are asked for. */
	readonly bytes: () => Promise<Uint8Array>;
	readonly byteLength: number;
	readonly label: string;
}

/** The time for all that Git is asked about one picture, in seconds. */
const timeLimit = 30;

/**
 * Reads two versions of a picture from Git, by the Git extension. Writes nothing.
 * @throws FailureError `gitMissing`, `notInRepository`, `versionMissing`, `nothingChanged`, `versionIsPointer`, `versionIsText`,
 * `versionUnread`, `gitSlow`, `fileTooLarge`, or `cancelled` once `signal` was aborted
 */
export async function readChange(pair: VersionPair, signal: AbortSignal): Promise<ChangedPicture> {
	const limit = AbortSignal.timeout(timeLimit * 1000);
	const either = AbortSignal.any([signal, limit]);
	return Promise.race([
		findChange(pair, either),
		// The extension's calls can't be called off.
		new Promise<never>((_, reject) => {
			const end = (): void => {
				const why = signal.aborted ? 'cancelled' : 'gitSlow';
				reject(new FailureError(why === 'cancelled' ? { kind: why } : { kind: why, seconds: timeLimit }));
			};
			if (either.aborted) end();
			else either.addEventListener('abort', end, { once: true });
		}),
	]);
}

async function findChange({ file, before, after }: VersionPair, signal: AbortSignal): Promise<ChangedPicture> {
	const repository = await repositoryOf(file);
	const name = fileName(file);
	const newer = await readVersion(repository, { file, ref: after }, signal);
	// Where it was then leads to where it was before.
	const place = newer ? { file: newer.file, commit: newer.commit } : { file };
	const older = await readVersion(repository, { ...place, ref: before }, signal);
	if (older && newer) {
		const isSame = older.byteLength === newer.byteLength && areSame(await older.bytes(), await newer.bytes());
		const versions = [older.label, newer.label] as const;
		if (isSame) throw new FailureError({ kind: 'nothingChanged', name, before: versions[0], after: versions[1] });
		return { sources: [older.source, newer.source], change: { kind: 'changed', versions } };
	}
	const there = older ?? newer;
	if (!there) throw new FailureError({ kind: 'versionMissing', name, version: nameOfVersion(after) });
	return { sources: [there.source], change: { kind: older ? 'deleted' : 'added', versions: [there.label] } };
}

/** Returns the name of a version for the user. */
export function nameOfVersion(ref: VersionRef): string {
	const { l10n } = vscode;
	switch (ref.kind) {
		case 'workingTree':
			return l10n.t('Working Tree');
		case 'index':
			return l10n.t('Staged');
		case 'head':
			return 'HEAD';
		case 'ours':
			return l10n.t('Current');
		case 'theirs':
			return l10n.t('Incoming');
		case 'commit':
			return ref.hash.slice(0, shortHash);
		case 'parent':
			return `${ref.hash.slice(0, shortHash)}^`;
	}
}

/** A file by the path that it has in a commit; undefined: that it has now. */
interface Place {
	readonly file: vscode.Uri;
	readonly commit?: string | undefined;
}

/** Returns a version; undefined where the file isn't in it. */
async function readVersion(
	repository: GitRepository,
	{ ref, ...place }: Place & { readonly ref: VersionRef },
	signal: AbortSignal,
): Promise<FoundVersion | undefined> {
	const { file } = place;
	const plain = await plainRef(repository, { file, ref });
	throwIfCancelled(signal);
	if (!plain) return undefined;
	const label = nameOfVersion(plain);
	const treeish = treeishOf(plain);
	if (treeish === undefined) return versionOnDisk(file, label);
	const stored = await findStored(repository, { ...place, ref: plain, treeish });
	throwIfCancelled(signal);
	if (!stored || stored.size === 0) return undefined;
	const { uri, size } = stored;
	const name = fileName(uri);
	if (size > mostFileBytes) throw new FailureError({ kind: 'fileTooLarge', name, byteLength: size });
	const bytes = await readStored(repository, { uri, treeish, label });
	throwIfCancelled(signal);
	if (!bytes) return undefined;
	// Attributes and settings of a repository may have Git turn a picture into text for people to compare.
	if (bytes.byteLength !== size) throw new FailureError({ kind: 'versionIsText', name, version: label });
	const pointer = parseLfsPointer(bytes);
	const content = pointer ? await fromLargeFileStorage(repository, pointer) : bytes;
	if (!content) throw new FailureError({ kind: 'versionIsPointer', name, version: label });
	const commit = commitOf(plain, repository);
	return {
		file: uri,
		commit,
		source: new FileVersion(new Uint8Array(content), {
			name: `${name} (${label})`,
			of: { file: uri.toString(), commit },
		}),
		bytes: async () => content,
		byteLength: content.byteLength,
		label,
	};
}

/** Returns the hash of a version that is in a commit. */
function commitOf(ref: PlainRef, { state }: GitRepository): string | undefined {
	if (ref.kind === 'commit') return ref.hash;
	return ref.kind === 'head' ? state.HEAD?.commit : undefined;
}

/** Returns what a version comes to: the commit before another, and the last commit's where nothing is staged. */
async function plainRef(
	repository: GitRepository,
	{ file, ref }: { readonly file: vscode.Uri; readonly ref: VersionRef },
): Promise<PlainRef | undefined> {
	const { state } = repository;
	if (ref.kind === 'parent') {
		const commit = await repository.getCommit(ref.hash).catch((error: unknown) => {
			throw new FailureError({ kind: 'versionMissing', name: fileName(file), version: ref.hash }, { cause: error });
		});
		const [hash] = commit.parents;
		return hash === undefined ? undefined : { kind: 'commit', hash };
	}
	const isStaged = state.indexChanges.some(({ uri }) => isSameFile(uri, file));
	const plain: PlainRef = ref.kind === 'index' && !isStaged ? { kind: 'head' } : ref;
	// Before the first commit.
	return plain.kind === 'head' && state.HEAD?.commit === undefined ? undefined : plain;
}

/** Returns where a file was in a version, and its size; undefined where it wasn't there. */
async function findStored(
	repository: GitRepository,
	{ ref, treeish, ...place }: Place & { readonly ref: PlainRef; readonly treeish: string },
): Promise<{ readonly uri: vscode.Uri; readonly size: number } | undefined> {
	const { file } = place;
	const look = async (uri: vscode.Uri): Promise<{ readonly uri: vscode.Uri; readonly size: number } | undefined> => {
		try {
			const { size } = await repository.getObjectDetails(treeish, uri.fsPath);
			return { uri, size };
		} catch (error) {
			if (isUnknownPath(error)) return undefined;
			const version = nameOfVersion(ref);
			// A hash that a person or a tool names may be of nothing.
			const kind = ref.kind === 'commit' ? 'versionMissing' : 'versionUnread';
			throw new FailureError({ kind, name: fileName(file), version }, { cause: error });
		}
	};
	const found = await look(file);
	if (found) return found;
	const earlier = await earlierPath(repository, { ...place, ref });
	return earlier && look(earlier);
}

/** Returns where a file was in a version, before it was renamed. */
async function earlierPath(
	repository: GitRepository,
	{ file, commit, ref }: Place & { readonly ref: PlainRef },
): Promise<vscode.Uri | undefined> {
	const { indexChanges, workingTreeChanges, HEAD } = repository.state;
	const inStore = ref.kind === 'head' || ref.kind === 'commit';
	// What was renamed since has to do with the path of now alone.
	const changesNow = commit === undefined ? [...(inStore ? indexChanges : []), ...workingTreeChanges] : [];
	const committed = changesNow.find((change) => isRenamedTo(change, file))?.originalUri;
	const until = commit ?? HEAD?.commit;
	if (ref.kind !== 'commit' || until === undefined) return committed;
	const changes = await repository.diffBetween(ref.hash, until).catch(() => []);
	return changes.find((change) => isRenamedTo(change, committed ?? file))?.originalUri ?? committed;
}

function isRenamedTo({ uri, originalUri }: GitChange, file: vscode.Uri): boolean {
	return isSameFile(uri, file) && !isSameFile(originalUri, file);
}

async function readStored(
	repository: GitRepository,
	{ uri, treeish, label }: { readonly uri: vscode.Uri; readonly treeish: string; readonly label: string },
): Promise<Uint8Array | undefined> {
	try {
		return await repository.buffer(treeish, uri.fsPath);
	} catch (error) {
		// The size may be that of the other side of a merge: this side has deleted the file.
		if (treeish.startsWith(':')) return undefined;
		throw new FailureError({ kind: 'versionUnread', name: fileName(uri), version: label }, { cause: error });
	}
}

async function versionOnDisk(file: vscode.Uri, label: string): Promise<FoundVersion | undefined> {
	const stat = await Promise.resolve(vscode.workspace.fs.stat(file)).catch(() => undefined);
	if (!stat) return undefined;
	const { size: byteLength } = stat;
	const bytes = async (): Promise<Uint8Array> => readFile(file);
	if (byteLength < longestPointer && parseLfsPointer(await bytes())) {
		throw new FailureError({ kind: 'versionIsPointer', name: fileName(file), version: label });
	}
	return { file, source: file, bytes, byteLength, label };
}

/** Returns what a pointer stands for, where Git LFS keeps it on this machine; its hash says that it is that. */
async function fromLargeFileStorage(
	{ rootUri }: GitRepository,
	{ oid, size }: LfsPointer,
): Promise<Uint8Array | undefined> {
	const path = ['.git', 'lfs', 'objects', oid.slice(0, 2), oid.slice(2, 4), oid];
	const bytes = await readFile(vscode.Uri.joinPath(rootUri, ...path)).catch(() => undefined);
	if (bytes?.byteLength !== size) return undefined;
	return createHash('sha256').update(bytes).digest('hex') === oid ? bytes : undefined;
}

function isUnknownPath(error: unknown): boolean {
	return error instanceof Error && 'gitErrorCode' in error && error.gitErrorCode === 'UnknownPath';
}

/** Tells whether two addresses are of one file. */
export function isSameFile(one: vscode.Uri, other: vscode.Uri): boolean {
	return one.fsPath === other.fsPath;
}

function areSame(one: Uint8Array, other: Uint8Array): boolean {
	return Buffer.compare(one, other) === 0;
}
