import assert from 'node:assert/strict';
import { readFile, symlink, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { createLocalEngine } from '../../src/engines/localEngine.ts';
import type { RecordedRequest } from '../support/glmServer.ts';
import { projectDir } from '../support/places.mjs';
import { pngBomb } from '../support/pngBomb.ts';
import { plant, plantedFiles } from '../support/plantedFiles.ts';
import { assertQuarters, quadrantPicture } from '../support/quadrants.ts';
import { textPage } from '../support/textPage.ts';
import { plainWords } from '../unit/local/plainWords.ts';
import { ReadOnlyFiles } from './readOnlyFiles.ts';
import { useExtension } from './useExtension.ts';

/** The files inside an archive, as an extension for archives shows them: unpacked only when they are read. */
class ArchiveFiles extends ReadOnlyFiles {
	readonly entries = new Map<string, () => Promise<Uint8Array>>();

	stat(uri: vscode.Uri): vscode.FileStat {
		if (!this.entries.has(uri.path)) throw vscode.FileSystemError.FileNotFound(uri);
		// The size isn't known before.
		return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: 0 };
	}

	async readFile(uri: vscode.Uri): Promise<Uint8Array> {
		const read = this.entries.get(uri.path);
		if (!read) throw vscode.FileSystemError.FileNotFound(uri);
		return read();
	}
}

describe('pictures on their way to the service', function () {
	this.timeout(60_000);
	const archive = new ArchiveFiles();
	const inArchive = (path: string, read: () => Promise<Uint8Array>): vscode.Uri => {
		archive.entries.set(path, read);
		return vscode.Uri.from({ scheme: 'glimpse-archive', path });
	};
	const bed = useExtension();
	let files: vscode.Disposable;

	async function sent(...pictures: readonly vscode.Uri[]): Promise<RecordedRequest> {
		await Array.fromAsync(bed.api.describe([...pictures]));
		const request = bed.glm.requests.at(-1);
		assert.ok(request);
		assert.equal(request.refusal, undefined);
		return request;
	}

	before(() => {
		files = vscode.workspace.registerFileSystemProvider('glimpse-archive', archive, { isReadonly: true });
	});

	after(() => files.dispose());

	it('come out of an archive, converted', async () => {
		const webp = (): Promise<Buffer> =>
			quadrantPicture({ width: 320, height: 200 }).webp({ lossless: true }).toBuffer();
		const { images } = await sent(inArchive('/book.zip/cover.webp', webp));
		assert.deepEqual([images[0]?.mediaType, images[0]?.width, images[0]?.height], ['image/png', 320, 200]);
		await assertQuarters(images[0]?.bytes ?? new Uint8Array());
	});

	it('come from where a symlink points to', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'glimpse-link-'));
		try {
			await writeFile(join(folder, 'a.gif'), await quadrantPicture({ width: 64, height: 64 }).gif().toBuffer());
			await symlink('a.gif', join(folder, 'link.png'));
			const { images } = await sent(vscode.Uri.file(join(folder, 'link.png')));
			assert.equal(images[0]?.width, 64);
		} finally {
			await rm(folder, { recursive: true });
		}
	});

	it('say why they are not sent, and what to do', async () => {
		const bomb = await pngBomb(30_000, 30_000);
		const before = bed.glm.requests.length;
		await assert.rejects(sent(inArchive('/bomb.png', () => Promise.resolve(bomb))), {
			message:
				'bomb.png has 30000×30000 pixels; the limit is 100 million, and 200,000 on a side. Save a smaller copy and choose that.',
		});
		const half = async (): Promise<Buffer> => {
			const whole = await quadrantPicture({ width: 320, height: 200 }).webp().toBuffer();
			return whole.subarray(0, whole.length / 2);
		};
		await assert.rejects(sent(inArchive('/half.webp', half)), {
			message: 'half.webp is damaged: it could not be decoded. Save it again and choose that.',
		});
		assert.equal(bed.glm.requests.length, before);
	});

	describe('leave their metadata behind', () => {
		/** All that the request holds: its text, and every picture in it as bytes. */
		const contentOf = ({ text, images }: RecordedRequest): string =>
			[text, ...images.map(({ bytes }) => Buffer.from(bytes).toString('latin1'))].join('\n');

		for (const name of [
			'planted.jpg',
			'planted.png',
			'planted.webp',
			'planted.tiff',
			'planted.avif',
			'metadata.heic',
		]) {
			it(name, async () => {
				const fixtures = join(projectDir, 'test/fixtures/pictures');
				const bytes = (await plantedFiles()).get(name) ?? (await readFile(join(fixtures, name)));
				const planted = new Set(bytes.toString('latin1').match(/PLANTED-[a-z-]+/g));
				assert.ok(planted.size >= 5, `${[...planted].join()} only`);
				const request = await sent(inArchive(`/${name}`, () => Promise.resolve(bytes)));
				const content = contentOf(request);
				assert.ok(!content.includes(plant), content.match(/PLANTED-[a-z-]+/)?.[0]);
				assert.deepEqual(
					request.images[0]?.metadata.filter((kind) => kind !== 'icc'),
					[],
				);
				// A thumbnail would be a second picture: in a JPEG file it begins like the first.
				assert.equal(content.split('\xff\xd8\xff').length - 1, request.images[0]?.mediaType === 'image/jpeg' ? 1 : 0);
			});
		}
	});

	it('tall captures arrive in pieces whose 12-pixel text can be read: 95 % of 200 words', async () => {
		const { png, words } = await textPage({ width: 1200, height: 20_000, words: 200 });
		const request = await sent(inArchive('/page.png', () => Promise.resolve(png)));
		const { images, text } = request;
		assert.ok(images.length > 1);
		const note =
			/Images 1 to (\d+) are pieces of one tall picture, from top to bottom\. Each repeats the last (\d+) pixels/;
		const [, count, overlap] = note.exec(text) ?? [];
		assert.equal(Number(count), images.length);
		assert.match(text, /Describe this image/);

		const engine = createLocalEngine({
			words: plainWords,
			folder: join(projectDir, 'dist/local'),
			languages: ['en'],
		});
		const media = images.map(({ bytes, mediaType, width, height }, index) => ({
			name: 'page.png',
			bytes,
			mediaType,
			width,
			height,
			origin: {
				mediaType: 'image/png',
				width: 1200,
				height: 20_000,
				byteLength: png.length,
				metadataRemoved: false,
				tile: { index, count: images.length, overlap: Number(overlap), direction: 'down' as const },
			},
		}));
		let answer = '';
		const asked = { task: 'describe', messages: [{ role: 'user', text: '', media }] } as const;
		try {
			for await (const part of engine.answer(asked, new AbortController().signal)) {
				if (part.kind === 'text') answer += part.text;
			}
		} finally {
			engine.dispose();
		}
		const found = answer.split('````')[1]?.split(/\s+/).slice(1).filter(Boolean) ?? [];
		const right = words.filter((word) => found.includes(word));
		assert.ok(right.length >= 190, `${right.length}; not ${words.filter((word) => !found.includes(word)).join()}`);
		// Every word stands on the page once, and so it does in what was read.
		assert.ok(found.length <= 205, `${found.length} words were read`);
	});
});
