import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectDir } from '../support/places.mjs';

/** Packages what was built, as it is shipped. @returns the VSIX file in `dir` */
export async function packExtension(dir: string): Promise<string> {
	const file = join(dir, 'glimpse.vsix');
	const vsce = join(projectDir, 'node_modules/@vscode/vsce/vsce');
	const args = [vsce, 'package', '--no-dependencies', '--out', file];
	await promisify(execFile)(process.execPath, args, { cwd: projectDir });
	return file;
}
