import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import * as vscode from 'vscode';
import { projectDir } from '../support/places.mjs';
import { startWebServer, type WebServer } from '../support/webServer.ts';
import { useConversation, wordsOf } from './useConversation.ts';
import { useProxy } from './useProxy.ts';

const samples = join(projectDir, 'media/samples');
const dialog = vscode.Uri.file(join(samples, 'dialog-light.png'));
const onlyText = 'glm-ocr only extracts text from a picture, and takes no questions. Select another model.';

describe('Extract Text with glm-ocr at a GLM service', () => {
	const bed = useConversation({ settings: { model: 'glm-ocr', maxRetries: 1 } });
	let web: WebServer;
	let folder: string;

	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'glimpse-layout-'));
		const png = await readFile(dialog.fsPath);
		web = await startWebServer((_, response) => void response.end(png));
	});
	useProxy(() => web.proxy);
	after(async () => {
		await web.stop();
		await rm(folder, { recursive: true, force: true });
	});

	it('answers with the Markdown that was read, in one piece', async () => {
		await bed.set('userId', 'user-1');
		await bed.set('temperature', 0.5);
		const turn = await bed.ask('extractText', dialog);
		const { path, answer, body: sent } = bed.glm.requests.at(-1) ?? {};
		assert.deepEqual([turn.status, turn.text, path], ['done', answer, '/api/paas/v4/layout_parsing']);
		const { file, request_id: requestId, ...body } = sent as Record<string, string>;
		assert.deepEqual(body, { model: 'glm-ocr', user_id: 'user-1' });
		assert.match(requestId ?? '', /^[\da-f-]{36}$/);
		assert.match(file ?? '', /^data:image\/png;base64,/);
		assert.ok((turn.usage?.totalTokens ?? 0) > 0);
		assert.match(wordsOf(turn).summary, / · PNG 520×\d+/);
	});

	it('leaves a web address to the service, and fetches it here where that could not', async () => {
		const address = new URL('https://pictures.example.com/photo.png');
		await bed.ask('extractText', address);
		assert.deepEqual(bed.glm.requests.at(-1)?.imageUrls, [address.href]);
		bed.glm.script({ kind: 'error', error: '1214-layout' });
		assert.equal((await bed.ask('extractText', address)).status, 'done');
		const [first, second] = bed.glm.requests.slice(-2);
		assert.deepEqual([first?.imageUrls.length, second?.images.length], [1, 1]);
	});

	it('sends a tall picture whole, with all of its pixels', async () => {
		const path = join(folder, 'page.webp');
		const page = sharp(join(samples, 'settings-light.png')).resize(1200, 9000, { fit: 'fill', kernel: 'nearest' });
		await writeFile(path, await page.webp({ lossless: true }).toBuffer());
		await bed.ask('extractText', vscode.Uri.file(path));
		const { images = [], refusal } = bed.glm.requests.at(-1) ?? {};
		assert.deepEqual([refusal, images.map(({ width, height }) => [width, height])], [undefined, [[1200, 9000]]]);
	});

	it('keeps a picture of up to 10 MB as it is, and makes a larger one fit', async () => {
		const path = join(folder, 'noise.png');
		const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
		const send = async (side: number): Promise<readonly [width: number | undefined, byteLength: number]> => {
			const create = { width: side, height: side, channels: 3, background: '#000', noise } as const;
			await writeFile(path, await sharp({ create }).png().toBuffer());
			await bed.ask('extractText', vscode.Uri.file(path));
			const [image] = bed.glm.requests.at(-1)?.images ?? [];
			return [image?.width, image?.bytes.byteLength ?? Infinity];
		};
		const [width, byteLength] = await send(1800);
		assert.ok(width === 1800 && byteLength > 6_000_000, `${width}, ${byteLength}`);
		assert.ok((await send(2400))[1] <= 10 * 1024 * 1024);
	});

	it('waits for a busy service as with any question', async () => {
		bed.glm.script({ kind: 'error', error: '1305', headers: { 'Retry-After': '0' } });
		assert.equal((await bed.ask('extractText', dialog)).status, 'done');
	});

	it('tells a refusal in the words of the service, after one try in the one form that it takes', async () => {
		const before = bed.glm.requests.length;
		bed.glm.script({ kind: 'error', error: '1214-layout' });
		const { failure } = await bed.ask('extractText', dialog);
		assert.match(failure?.message ?? '', /OCR仅支持PDF、JPG、PNG格式/);
		assert.equal(bed.glm.requests.length, before + 1);
	});

	it('is stopped like any question', async () => {
		const held = bed.glm.script({ kind: 'mute' });
		const asked = bed.ask('extractText', dialog);
		const { closed } = await held.request;
		bed.open.stop();
		assert.equal((await asked).status, 'stopped');
		await closed;
	});

	it('leaves earlier questions out where a picture follows them', async () => {
		await bed.ask('extractText', dialog);
		bed.open.attach([dialog]);
		await bed.open.askAttached('extractText', '');
		const turn = bed.open.state.turns.at(-1);
		assert.deepEqual([turn?.status, turn?.trimmed], ['done', 1]);
	});

	const video = vscode.Uri.file(join(projectDir, 'test/fixtures/videos/short.mp4'));
	for (const [what, task, sources, message] of [
		['a description', 'describe', [dialog], onlyText],
		['alt text', 'altText', [dialog], onlyText],
		['a video', 'describeVideo', [video], onlyText],
		[
			'several pictures',
			'extractText',
			[dialog, dialog],
			'glm-ocr accepts at most 1 in one question, and there are 2 pictures. Choose fewer.',
		],
	] as const) {
		it(`refuses before anything is prepared or sent: ${what}`, async () => {
			const before = bed.glm.requests.length;
			const { failure } = await bed.ask(task, ...sources);
			assert.deepEqual(failure, {
				message,
				action: { id: 'useModel', label: 'Use glm-4.6v-flash', model: 'glm-4.6v-flash' },
			});
			assert.equal(bed.glm.requests.length, before);
			assert.ok(!bed.events.some(({ kind }) => kind === 'preparing'));
		});
	}

	it('refuses a follow-up, whose button asks another model with all that was said', async () => {
		await bed.ask('extractText', dialog);
		const before = bed.glm.requests.length;
		const { failure } = await bed.askFurther('Which drive is full?');
		assert.equal(failure?.message, onlyText);
		assert.equal(bed.glm.requests.length, before);
		bed.putBack('model');
		assert.equal((await bed.press('useModel')).status, 'done');
		assert.equal(bed.glm.requests.at(-1)?.images.length, 1);
	});
});
