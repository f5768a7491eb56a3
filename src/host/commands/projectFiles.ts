import * as vscode from 'vscode';
import { projectFiles, type ProjectFile, type ProjectFileName } from '../../core/codeTargets.ts';
import { folderOf } from '../../core/path.ts';
import { readFile } from '../sources/source.ts';

/** The number of bytes that a file of a project may have. */
const largest = 500_000;

/** The number of folders above a picture that are looked into. */
const mostFolders = 20;

/** The number of files of the same kind that are read in one folder. */
const mostAlike = 3;

/** The number of files that are read in a workspace where no folder above the picture has any. */
const mostElsewhere = 20;

/**
 * Reads the files that tell what a project is written in: those in the folders above a picture, the nearest first, and where there
 * are none, those anywhere in its workspace folder, the least nested first. None for a picture outside of the workspace.
 */
export async function readProjectFiles(picture: vscode.Uri | undefined): Promise<readonly ProjectFile[]> {
	const folder = (picture && vscode.workspace.getWorkspaceFolder(picture)) ?? vscode.workspace.workspaceFolders?.[0];
	if (!folder) return [];
	const found: ProjectFile[] = [];
	const root = `${folder.uri.path.replace(/\/$/, '')}/`;
	const isInside = picture?.scheme === folder.uri.scheme && picture.path.startsWith(root);
	let path = isInside ? folderOf(picture.path) : root;
	for (let count = 0; count < mostFolders && path.startsWith(root); count++) {
		found.push(...(await filesIn(folder.uri.with({ path }))));
		path = folderOf(path.slice(0, -1));
	}
	return found.length > 0 ? found : filesBelow(folder);
}

async function filesIn(folder: vscode.Uri): Promise<readonly ProjectFile[]> {
	const read = await Promise.all(
		projectFiles.map(async (name) => {
			const uris = name.startsWith('*') ? await alikeIn(folder, name) : [vscode.Uri.joinPath(folder, name)];
			return Promise.all(uris.map((uri) => readProjectFile(uri, name)));
		}),
	);
	return read.flat().filter((file) => file !== undefined);
}

/** Finds files by the end of their name; a project of Xcode is a folder, found by the file in it. */
async function alikeIn(folder: vscode.Uri, name: ProjectFileName): Promise<readonly vscode.Uri[]> {
	const glob = name === '*.xcodeproj' ? `${name}/project.pbxproj` : name;
	return vscode.workspace.findFiles(new vscode.RelativePattern(folder, glob), null, mostAlike);
}

async function filesBelow(folder: vscode.WorkspaceFolder): Promise<readonly ProjectFile[]> {
	const names = projectFiles.filter((name) => !name.startsWith('*'));
	const glob = new vscode.RelativePattern(folder, `**/{${names.join(',')}}`);
	const uris = await vscode.workspace.findFiles(glob, '**/{node_modules,vendor,build,dist,Pods}/**', mostElsewhere);
	const nearest = uris.toSorted((a, b) => depth(a) - depth(b) || (a.path < b.path ? -1 : 1));
	const read = await Promise.all(
		nearest.map(async (uri) => {
			const name = names.find((each) => uri.path.endsWith(`/${each}`));
			return name && readProjectFile(uri, name);
		}),
	);
	return read.filter((file) => file !== undefined);
}

function depth({ path }: vscode.Uri): number {
	return path.split('/').length;
}

/** Undefined for one that isn't there or can't be read. */
async function readProjectFile(uri: vscode.Uri, name: ProjectFileName): Promise<ProjectFile | undefined> {
	try {
		// The presence of an Xcode project says enough, and it may be large.
		if (name === '*.xcodeproj') return { name, text: '' };
		return { name, text: new TextDecoder().decode(await readFile(uri, largest)) };
	} catch {
		return undefined;
	}
}
