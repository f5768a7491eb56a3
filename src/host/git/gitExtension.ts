import * as vscode from 'vscode';
import { FailureError } from '../../core/failure.ts';
import { fileName } from '../sources/source.ts';

// What Glimpse uses of the Git extension's API, version 1. Another extension answers: whatever it gives is looked at before it is used.

/** A repository that the editor has open. Refs and paths go to Git as single arguments: the extension makes no command line of them. */
export interface GitRepository {
	readonly rootUri: vscode.Uri;
	readonly state: {
		readonly HEAD?: { readonly commit?: string } | undefined;
		readonly mergeChanges: readonly GitChange[];
		readonly indexChanges: readonly GitChange[];
		readonly workingTreeChanges: readonly GitChange[];
		/** Missing in older versions, which count them among the working tree's. */
		readonly untrackedChanges?: readonly GitChange[];
	};
	/** Bytes; rejects with `gitErrorCode` `UnknownPath` where there is no such file. */
	getObjectDetails(treeish: string, path: string): Promise<{ readonly size: number }>;
	buffer(treeish: string, path: string): Promise<Uint8Array>;
	getCommit(hash: string): Promise<GitCommit>;
	/** The commits that changed a file, newest first. */
	log(options: { readonly path: string; readonly maxEntries: number }): Promise<readonly GitCommit[]>;
	/** What changed from one commit to another. */
	diffBetween(before: string, after: string): Promise<readonly GitChange[]>;
}

/** A changed file. */
export interface GitChange {
	/** Where it is now. */
	readonly uri: vscode.Uri;
	/** Where it was; the same unless it was renamed. */
	readonly originalUri: vscode.Uri;
}

export interface GitCommit {
	readonly hash: string;
	readonly message: string;
	readonly parents: readonly string[];
	readonly commitDate?: Date;
}

interface GitApi {
	readonly state: 'uninitialized' | 'initialized';
	readonly onDidChangeState: vscode.Event<unknown>;
	readonly repositories: readonly GitRepository[];
	getRepository(uri: vscode.Uri): GitRepository | null;
}

/** The time that the extension may take to look for repositories, in seconds. */
const longestStart = 30;

/**
 * Returns the repository that a file is in.
 * @throws FailureError `gitMissing` or `notInRepository`
 */
export async function repositoryOf(file: vscode.Uri): Promise<GitRepository> {
	const repository = file.scheme === 'file' ? (await gitApi()).getRepository(file) : null;
	if (!isRepository(repository)) throw new FailureError({ kind: 'notInRepository', name: fileName(file) });
	return repository;
}

/**
 * Returns the repositories that are open.
 * @throws FailureError `gitMissing`
 */
export async function openRepositories(): Promise<readonly GitRepository[]> {
	return (await gitApi()).repositories.filter(isRepository);
}

/** @throws FailureError `gitMissing` where the extension is switched off, or found no Git */
async function gitApi(): Promise<GitApi> {
	const api = await activeApi().catch((error: unknown) => {
		throw new FailureError({ kind: 'gitMissing' }, { cause: error });
	});
	if (!isApi(api)) throw new FailureError({ kind: 'gitMissing' });
	// The editor has just opened: the repositories are still being looked for.
	if (api.state === 'uninitialized') {
		await new Promise<void>((resolve, reject) => {
			const late = (): void => reject(new FailureError({ kind: 'gitSlow', seconds: longestStart }));
			const timer = setTimeout(late, longestStart * 1000);
			const subscription = api.onDidChangeState(() => {
				clearTimeout(timer);
				subscription.dispose();
				resolve();
			});
		});
	}
	return api;
}

/** Returns what the Git extension exports; throws where it is off. */
async function activeApi(): Promise<unknown> {
	const exported: unknown = await vscode.extensions.getExtension('vscode.git')?.activate();
	return isExported(exported) ? exported.getAPI(1) : undefined;
}

function isExported(value: unknown): value is { getAPI(version: 1): unknown } {
	return hasMethods(value, ['getAPI']);
}

function isApi(value: unknown): value is GitApi {
	return hasMethods(value, ['getRepository', 'onDidChangeState']) && 'repositories' in value;
}

function isRepository(value: unknown): value is GitRepository {
	const methods = ['getObjectDetails', 'buffer', 'getCommit', 'log', 'diffBetween'];
	return hasMethods(value, methods) && 'state' in value && isObject(value.state);
}

function hasMethods(value: unknown, names: readonly string[]): value is object {
	return isObject(value) && names.every((name) => typeof Reflect.get(value, name) === 'function');
}

/** Tells whether a foreign value is an object. */
export function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}
