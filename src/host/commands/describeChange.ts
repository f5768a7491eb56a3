import * as vscode from 'vscode';
import type { Turn } from '../../core/conversation.ts';
import { hasPictureName } from '../../core/fileNames.ts';
import { FailureError, failureOf } from '../../core/failure.ts';
import { isAboutOnePicture } from '../../core/failureSubject.ts';
import { taskOfChange } from '../../core/git/pictureChange.ts';
import {
	changeGroups,
	parseVersionRef,
	shortHash,
	versionsOfGroup,
	type ChangeGroup,
} from '../../core/git/versionRef.ts';
import { labelText } from '../../core/outsideText.ts';
import { askInDialog, showProgress } from '../editor/notifications.ts';
import {
	isObject,
	openRepositories,
	repositoryOf,
	type GitChange,
	type GitCommit,
	type GitRepository,
} from '../git/gitExtension.ts';
import {
	isSameFile,
	nameOfVersion,
	readChange,
	type ChangedPicture,
	type VersionPair,
} from '../git/pictureVersions.ts';
import { revealPanel } from '../panel/panel.ts';
import type { Services } from '../services.ts';
import { showFailure } from '../showFailure.ts';
import { onDisk } from '../sources/fileVersion.ts';
import { openPicture } from '../sources/openPicture.ts';
import { fileName } from '../sources/source.ts';

/** The number of changes that are described without asking. */
const mostUnasked = 5;

/** The number of commits that are offered. */
const mostCommits = 50;

/** The time after which reading says what it does, in milliseconds: mostly it is done by then. */
const patience = 1000;

/**
 * Asks in the panel what changed in pictures: each is a question of its own, one after the other, until the user turns to something
 * else, or one has no answer for a reason that isn't its picture.
 * @throws FailureError `noChangedPicture`, or what Git says
 */
export async function describeChanges(args: readonly unknown[], services: Services): Promise<void> {
	const { conversation, running } = services;
	const pairs = await chooseChanges(args);
	const lastId = (): string | undefined => conversation.state.turns.at(-1)?.question.id;
	let expected = lastId();
	for (const [index, pair] of pairs.entries()) {
		try {
			const { sources, change } = await readPatiently(pair, running);
			await revealPanel();
			// Another question, or another conversation.
			if (index > 0 && lastId() !== expected) return;
			const turn = await conversation.ask({ task: taskOfChange(change), text: '', follows: false, sources, change });
			if (!turn || !mayGoOn(turn)) return;
			expected = turn.question.id;
		} catch (error) {
			if (pairs.length === 1 || !isAboutOnePicture(failureOf(error))) throw error;
			void showFailure(error, services);
		}
	}
}

/** Tells whether the next picture may have an answer. Whoever stops one wants none of the others. */
function mayGoOn({ status, failure }: Turn): boolean {
	return status === 'done' || failure?.about === 'picture';
}

/**
 * Returns the versions that are to be described, as the menu of Source Control passes them and as the editor shows them; elsewhere
 * the user chooses. Nothing where the user cancels.
 */
async function chooseChanges(args: readonly unknown[]): Promise<readonly VersionPair[]> {
	const given: readonly unknown[] = args.flat();
	const all = given.flatMap(resourcePair);
	if (all.length === 0) return shownOrChosen(given);
	const pairs = unique(all).filter(({ file }) => hasPictureName(file.path));
	if (pairs.length === 0) throw new FailureError({ kind: 'noChangedPicture' });
	return pairs.length <= mostUnasked || (await mayAskAll(pairs)) ? pairs : [];
}

/** Reads the versions; what takes long has a notification that can stop it. */
async function readPatiently(pair: VersionPair, running: Set<AbortController>): Promise<ChangedPicture> {
	const stop = new AbortController();
	running.add(stop);
	let timer: ReturnType<typeof setTimeout> | undefined;
	try {
		const reading = readChange(pair, stop.signal);
		const late = new Promise<'late'>((resolve) => {
			timer = setTimeout(() => resolve('late'), patience);
		});
		const first = await Promise.race([reading, late]);
		if (first !== 'late') return first;
		const title = vscode.l10n.t('Reading the versions of {0}…', fileName(pair.file));
		return await showProgress(title, async (signal) => {
			signal.addEventListener('abort', () => stop.abort());
			return reading;
		});
	} finally {
		clearTimeout(timer);
		running.delete(stop);
	}
}

/**
 * Returns what is compared for a version that the editor shows by an address of the Git extension: with the one before it. Undefined
 * for any other address.
 */
function shownPair(uri: vscode.Uri): VersionPair | undefined {
	if (uri.scheme !== 'git') return undefined;
	const ref = parseVersionRef(refOf(uri));
	const file = onDisk(uri);
	if (ref?.kind === 'commit') return { file, before: { kind: 'parent', hash: ref.hash }, after: ref };
	// Such an address has nothing or `~` for what is staged.
	return ref?.kind === 'index' || ref?.kind === 'workingTree' ? { file, ...versionsOfGroup('index') } : undefined;
}

/** Returns the version that an address of the Git extension names. */
function refOf({ query }: vscode.Uri): string {
	try {
		const parsed: unknown = JSON.parse(query);
		return isObject(parsed) && 'ref' in parsed && typeof parsed.ref === 'string' ? parsed.ref : 'HEAD';
	} catch {
		return 'HEAD';
	}
}

/** Returns what a changed file in Source Control compares; nothing for anything else. */
function resourcePair(resource: unknown): readonly VersionPair[] {
	if (!isObject(resource) || !('resourceUri' in resource && resource.resourceUri instanceof vscode.Uri)) return [];
	const number: unknown = Reflect.get(resource, 'resourceGroupType');
	const group = (typeof number === 'number' ? changeGroups[number] : undefined) ?? 'workingTree';
	return [{ file: resource.resourceUri, ...versionsOfGroup(group) }];
}

async function mayAskAll(pairs: readonly VersionPair[]): Promise<boolean> {
	const { l10n } = vscode;
	const agree = l10n.t('Describe Changes');
	const detail = pairs.map(({ file }) => fileName(file)).join(', ');
	return (
		(await askInDialog(
			l10n.t('Ask about {0} changed pictures, one after the other?', pairs.length),
			{ detail },
			agree,
		)) === agree
	);
}

interface ChangeItem extends vscode.QuickPickItem {
	readonly pair: VersionPair;
}

/**
 * Returns what the version in the editor is compared with. Of any other picture the user chooses two versions, and where none is open,
 * one of those that have changed.
 */
async function shownOrChosen(given: readonly unknown[]): Promise<readonly VersionPair[]> {
	const open = given.find((each) => each instanceof vscode.Uri) ?? openPicture();
	if (!open || !hasPictureName(open.path)) return chooseChanged();
	// The timeline passes the file and its own name alone, and its entry to extensions with an API that isn't published.
	const isFromTimeline = given.some((each) => typeof each === 'string');
	const shown = isFromTimeline ? undefined : shownPair(open);
	return shown ? [shown] : chooseVersions(onDisk(open));
}

/** Lets the user choose one of the pictures that have changed. */
async function chooseChanged(): Promise<readonly VersionPair[]> {
	const items = (await openRepositories()).flatMap(changeItems);
	if (items.length === 0) throw new FailureError({ kind: 'noChangedPicture' });
	const picked = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Describe What Changed'),
		placeHolder: vscode.l10n.t('A picture that has changed'),
		matchOnDescription: true,
	});
	return picked ? [picked.pair] : [];
}

function changeItems({ state }: GitRepository): readonly ChangeItem[] {
	const lists: Readonly<Record<ChangeGroup, readonly GitChange[]>> = {
		merge: state.mergeChanges,
		index: state.indexChanges,
		workingTree: state.workingTreeChanges,
		untracked: state.untrackedChanges ?? [],
	};
	return changeGroups.flatMap((group) =>
		lists[group]
			.filter(({ uri }) => hasPictureName(uri.path))
			.map(({ uri: file }): ChangeItem => {
				const pair = { file, ...versionsOfGroup(group) };
				return {
					label: labelText(fileName(file)),
					description: labelText(vscode.workspace.asRelativePath(file)),
					detail: nameOfVersion(pair.after),
					pair,
				};
			}),
	);
}

interface VersionItem extends vscode.QuickPickItem {
	readonly ref: VersionPair['before'];
}

/** Lets the user choose two versions of a picture: the later one first, then one of those before it. */
async function chooseVersions(file: vscode.Uri): Promise<readonly VersionPair[]> {
	const repository = await repositoryOf(file);
	const items = await versionItems(repository, file);
	const { l10n } = vscode;
	const title = l10n.t('Describe What Changed');
	const after = await vscode.window.showQuickPick(items.slice(0, -1), {
		title,
		placeHolder: l10n.t('The version after the change'),
	});
	if (!after) return [];
	const earlier = items.slice(items.indexOf(after) + 1);
	const before = await vscode.window.showQuickPick(earlier, { title, placeHolder: l10n.t('The version before it') });
	return before ? [{ file, before: before.ref, after: after.ref }] : [];
}

/** Returns the versions of a picture, newest first; the last one is that before its first commit, or the one that it isn't in yet. */
async function versionItems(repository: GitRepository, file: vscode.Uri): Promise<readonly VersionItem[]> {
	const isIn = (changes: readonly GitChange[] = []): boolean => changes.some(({ uri }) => isSameFile(uri, file));
	const { workingTreeChanges, untrackedChanges, indexChanges } = repository.state;
	const now: readonly VersionPair['before'][] = [
		...(isIn(workingTreeChanges) || isIn(untrackedChanges) ? [{ kind: 'workingTree' } as const] : []),
		...(isIn(indexChanges) ? [{ kind: 'index' } as const] : []),
	];
	// Git has no log before the first commit.
	const commits = await repository.log({ path: file.fsPath, maxEntries: mostCommits }).catch(() => []);
	if (now.length + commits.length === 0) throw new FailureError({ kind: 'noChangedPicture' });
	return [...now.map(plainItem), ...commits.map(commitItem), itemBefore(commits.at(-1))];
}

/** Returns the version before the first commit of a picture; of one without commits the last commit of all. */
function itemBefore(first: GitCommit | undefined): VersionItem {
	if (!first) return plainItem({ kind: 'head' });
	const { hash } = first;
	const description = vscode.l10n.t('Before {0}', hash.slice(0, shortHash));
	return { ...plainItem({ kind: 'parent', hash }), description };
}

function plainItem(ref: VersionPair['before']): VersionItem {
	return { label: nameOfVersion(ref), ref };
}

function commitItem({ hash, message, commitDate }: GitCommit): VersionItem {
	const [subject = ''] = message.split('\n', 1);
	return {
		label: hash.slice(0, shortHash),
		description: labelText(subject),
		...(commitDate && { detail: commitDate.toLocaleString(vscode.env.language) }),
		ref: { kind: 'commit', hash },
	};
}

function unique(pairs: readonly VersionPair[]): readonly VersionPair[] {
	return [...new Map(pairs.map((pair) => [keyOf(pair), pair])).values()];
}

function keyOf({ file, before, after }: VersionPair): string {
	return `${before.kind} ${after.kind} ${file.toString()}`;
}
