import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const project = new URL('../../../', import.meta.url);

/** The folder dist/local/ with all that the thread needs; `npm test` has built it, a single run builds it here. */
export function builtFolder(): string {
	const folder = fileURLToPath(new URL('dist/local/', project));
	if (!existsSync(`${folder}worker.mjs`))
		execFileSync(process.execPath, ['esbuild.mjs'], { cwd: fileURLToPath(project) });
	return folder;
}
