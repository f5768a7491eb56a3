// Each limit that the service documents for its first models: the stand-in enforces it, and the extension never breaks it.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import * as vscode from 'vscode';
import { projectDir } from '../support/places.mjs';
import { documentedLimits, type RequestParts } from './documentedLimits.ts';
import { useExtension } from './useExtension.ts';

describe("The limits of the service's first models", () => {
	const bed = useExtension();
	const { set } = bed;
	let folder: string;

	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'glimpse-limits-'));
		const png = await readFile(join(projectDir, 'media/samples/dialog-light.png'));
		const video = await readFile(join(projectDir, 'test/fixtures/videos/short.mp4'));
		const wide = sharp({ create: { width: 6001, height: 20, channels: 3, background: '#3a7' } });
		const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
		const large = sharp({ create: { width: 1700, height: 1700, channels: 3, background: '#3a7', noise } });
		const files: readonly (readonly [string, Uint8Array])[] = [
			['picture.png', png],
			['wide.png', await wide.png().toBuffer()],
			['large.png', await large.png().toBuffer()],
			['short.mp4', video],
			// Free space of the format behind the video.
			[
				'large.mp4',
				Buffer.concat([video, Buffer.from([0x01, 0x5e, 0, 0]), Buffer.from('free'), Buffer.alloc(0x15e_0000 - 8)]),
			],
			['long.mp4', await readFile(join(projectDir, 'test/fixtures/videos/long.mp4'))],
			['short.webm', await readFile(join(projectDir, 'test/fixtures/videos/short.webm'))],
		];
		for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
	});
	after(() => rm(folder, { recursive: true, force: true }));

	const base64 = async (name: string): Promise<string> => readFile(join(folder, name), 'base64');
	const parts: RequestParts = {
		image: async (name) => ({ type: 'image_url', image_url: { url: await base64(name) } }),
		video: async (name) => ({ type: 'video_url', video_url: { url: await base64(name) } }),
		post,
	};

	async function post(fields: object): Promise<{ readonly error?: { readonly code: string } }> {
		const response = await fetch(`${bed.glm.endpoint}/chat/completions`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ model: 'glm-4v', stream: false, ...fields }),
		});
		return response.json() as Promise<{ readonly error?: { readonly code: string } }>;
	}

	for (const [limit, breaks, code, action] of documentedLimits) {
		describe(limit, () => {
			it('is enforced by the stand-in', async () => {
				assert.equal((await post(await breaks(parts))).error?.code, code);
			});

			it('is never broken', async () => {
				for (const [name, value] of Object.entries(action.settings)) await set(name, value);
				const before = bed.glm.requests.length;
				const uris = action.files.map((file) =>
					file.startsWith('https:') ? vscode.Uri.parse(file) : vscode.Uri.file(join(folder, file)),
				);
				const answer = Array.fromAsync(bed.api.describe(uris, action.options));
				if (action.reads) {
					await assert.rejects(answer, { message: action.reads });
					assert.equal(bed.glm.requests.length, before);
				} else {
					await answer;
					assert.deepEqual(
						bed.glm.requests.slice(before).map(({ refusal }) => refusal?.why),
						[undefined],
					);
				}
			});
		});
	}
});
