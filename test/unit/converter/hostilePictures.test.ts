import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { HostileWork } from '../../support/hostileProcess.ts';
import { hostilePictures } from '../../support/hostilePictures.ts';
import { node24, projectDir } from '../../support/places.mjs';
import { builtFolder } from '../local/builtFolder.ts';

/** A tenth of what is opened at most; what is linear takes ten times as long there. */
const fileLength = 20e6;
/** Bytes of the process in which it is prepared. */
const mostMemory = 1e9;
/** What is refused is refused at once, and even what is drawn takes a tenth. */
const mostMilliseconds = { refused: 10_000, drawn: 60_000 } as const;

describe('pictures that were made to take long or to fill the memory', function () {
	this.timeout(120_000);
	before(() => void builtFolder());

	for (const { name, outcome } of hostilePictures) {
		it(`${name}: ${outcome}`, async () => {
			// A process for each, so that none measures the memory of another.
			const script = join(projectDir, 'test/support/hostileProcess.ts');
			const { stdout } = await promisify(execFile)(node24, [script, name, String(fileLength)]);
			const work = JSON.parse(stdout) as HostileWork;
			assert.equal(work.outcome, outcome);
			assert.ok(work.peak < mostMemory, `${Math.round(work.peak / 1e6)} MB`);
			const limit = outcome === 'picture' ? mostMilliseconds.drawn : mostMilliseconds.refused;
			assert.ok(work.milliseconds < limit, `${Math.round(work.milliseconds)} ms`);
		});
	}
});
