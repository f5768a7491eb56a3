import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { node24, projectDir } from './places.mjs';

/** Packs what was built, as it is shipped. @returns the VSIX file in `dir` */
export async function packExtension(dir: string): Promise<string> {
	const file = join(dir, 'glimpse.vsix');
	const args = [join(projectDir, 'node_modules/@vscode/vsce/vsce'), 'package', '--no-dependencies', '--out', file];
	const env = { ...process.env, GLIMPSE_BUILT: '1' };
	await promisify(execFile)(node24, args, { cwd: projectDir, env });
	return file;
}
