import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectDir } from '../../support/places.mjs';

describe('The core', () => {
	// Coverage counts what was loaded: with this, also a file that no test uses.
	for (const file of globSync('src/core/**/*.ts', { cwd: projectDir }).sort()) {
		it(`loads ${file} outside of the editor`, () => import(pathToFileURL(join(projectDir, file)).href));
	}
});
