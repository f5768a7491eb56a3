import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { hostileFiles, writeHostileFile } from '../support/hostileFiles.ts';
import { useExtension } from './useExtension.ts';

/** Milliseconds. A key takes 200 at most; ten times that is no noise of a busy machine. */
const longestStall = 2000;

describe('Files that are made to hold up the host', function () {
	this.timeout(90_000);
	const bed = useExtension();
	let folder: string;
	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'glimpse-hostile-'));
	});
	after(() => rm(folder, { recursive: true, force: true }));

	for (const file of hostileFiles) {
		it(`${file.name}: the host goes on, and one sentence says what is wrong`, async () => {
			const path = join(folder, file.name);
			await writeHostileFile(file, path);
			const task = file.name.endsWith('.mp4') ? 'describeVideo' : 'describe';
			const requests = bed.glm.requests.length;
			const stalls = monitorEventLoopDelay({ resolution: 5 });
			stalls.enable();
			const started = performance.now();
			await assert.rejects(Array.fromAsync(bed.api.describe([vscode.Uri.file(path)], { task })), (error: Error) => {
				assert.ok(error.message.startsWith(file.name) && error.message.endsWith('.'), error.message);
				return true;
			});
			stalls.disable();
			const [stall, took] = [stalls.max / 1e6, performance.now() - started].map(Math.round);
			console.log(`      ${file.name}: judged in ${took} ms, the host stood still for ${stall} ms at most`);
			assert.ok(stall !== undefined && stall < longestStall, `${stall} ms`);
			assert.equal(bed.glm.requests.length, requests);
			await rm(path);
		});
	}
});
