import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foreignFileSize, readForeignFile } from '../../../src/workers/foreignFile.ts';
import { rejectionOf } from '../../support/rejectionOf.ts';

describe('A file that somebody else has written', () => {
	let folder: string;
	const at = (name: string) => ({ name, path: join(folder, name) });

	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'glimpse-foreign-'));
		await writeFile(join(folder, 'a.png'), 'abc');
		await symlink(join(folder, 'a.png'), join(folder, 'link.png'));
		if (process.platform === 'win32') return;
		execFileSync('mkfifo', [join(folder, 'pipe.png')]);
		await symlink('/dev/zero', join(folder, 'zero.png'));
	});
	after(() => rm(folder, { recursive: true, force: true }));

	for (const name of ['a.png', 'link.png']) {
		it(`is read: ${name}`, async () => {
			assert.equal(await foreignFileSize(at(name)), 3);
			assert.equal(Buffer.from(await readForeignFile(at(name), 3)).toString(), 'abc');
		});
	}

	it('is not read when it is larger than wanted', async () => {
		assert.deepEqual(await rejectionOf(readForeignFile(at('a.png'), 2)), {
			kind: 'fileTooLarge',
			name: 'a.png',
			byteLength: 3,
		});
		const bytes = { name: 'b', bytes: new Uint8Array(3) };
		assert.equal((await rejectionOf(readForeignFile(bytes, 2))).kind, 'fileTooLarge');
	});

	for (const [name, kind] of [
		['pipe.png', 'fileUnreadable'],
		['zero.png', 'fileUnreadable'],
		['.', 'folder'],
		['gone.png', 'fileMissing'],
		['a.png/b.png', 'fileMissing'],
	] as const) {
		it(`is refused at once: ${name}`, async function () {
			if (process.platform === 'win32' && /pipe|zero/.test(name)) return this.skip();
			assert.deepEqual(await rejectionOf(readForeignFile(at(name), 10)), { kind, name });
			assert.deepEqual(await rejectionOf(foreignFileSize(at(name))), { kind, name });
		});
	}
});
