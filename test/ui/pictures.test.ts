import assert from 'node:assert/strict';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { quadrantPicture } from '../support/quadrants.ts';
import type { GlmServer } from '../support/glmServer.ts';
import { answerText, describeInPanel, press, reloadWithPanel, turns, waitForTurn } from '../support/panelDriver.ts';
import { projectDir } from '../support/places.mjs';
import { textPage } from '../support/textPage.ts';
import { useWindow } from '../support/useWindow.ts';
import { outputDir, type VscodeWindow } from '../support/window.ts';

const small = { width: 320, height: 200 };

/** Makes pictures of all kinds. */
async function fill(workspace: string): Promise<void> {
	const samples = join(projectDir, 'media/samples');
	const photo = sharp(join(samples, 'photo-landscape.jpg'));
	const settings = sharp(join(samples, 'settings-light.png'));
	await photo.clone().webp().toFile(join(workspace, 'photo.webp'));
	await settings.clone().resize(7680, 4320, { fit: 'fill' }).png().toFile(join(workspace, 'huge.png'));
	await settings.clone().webp({ lossless: true }).toFile(join(workspace, 'settings.webp'));
	const frames = [quadrantPicture(small), quadrantPicture(small).negate(), quadrantPicture(small).flip()];
	const files = await Promise.all(frames.map((frame) => frame.png().toBuffer()));
	await sharp(files, { join: { animated: true } })
		.gif()
		.toFile(join(workspace, 'animated.gif'));
	await writeFile(join(workspace, 'page.png'), (await textPage({ width: 1200, height: 20_000, words: 200 })).png);
	await photo
		.clone()
		.withExif({ IFD0: { Artist: 'Erika Mustermann' } })
		.jpeg()
		.toFile(join(workspace, 'photo.jpg'));
	await writeFile(join(workspace, 'broken.webp'), (await photo.clone().webp().toBuffer()).subarray(0, 3000));
	// Interlaced, it is decoded as a whole, which takes a second or two.
	const large = { width: 9000, height: 9000, channels: 3, background: '#579' } as const;
	const slow = await sharp({ create: large, limitInputPixels: false }).png({ progressive: true }).toBuffer();
	for (const number of [1, 2, 3]) await writeFile(join(workspace, `slow-${number}.png`), slow);
	await cp(join(projectDir, 'test/fixtures/pictures'), workspace, { recursive: true });
}

describe('pictures that must be converted', () => {
	let glm: GlmServer;
	let window: VscodeWindow;

	useWindow(
		(opened) => {
			({ glm, window } = opened);
		},
		{ fill },
	);

	/** Describes a file and gives the words under the answer, with plain spaces. */
	async function summaryOf(fileName: string): Promise<string> {
		const turn = await describeInPanel(window, fileName, 'done');
		assert.equal(glm.requests.at(-1)?.refusal, undefined);
		await turn.locator('figure img').first().waitFor();
		return (await turn.locator('.summary').innerText()).replaceAll('\u{A0}', ' ');
	}

	it('sends a WebP as JPEG, and says so', async () => {
		assert.match(await summaryOf('photo.webp'), / · WebP 1600×1067, \d+ KB → JPEG 1600×1067, \d+ KB · /);
		assert.equal(glm.requests.at(-1)?.images[0]?.mediaType, 'image/jpeg');
		assert.match(await answerText(turns(window).last()), /1600/);
	});

	it('shrinks a screenshot of 8K to what the model looks at, and keeps it PNG', async () => {
		assert.match(await summaryOf('huge.png'), / · PNG 7680×4320, [\d.]+ [KM]B → PNG 2912×1638, [\d.]+ [KM]B · /);
		const [image] = glm.requests.at(-1)?.images ?? [];
		assert.deepEqual([image?.mediaType, image?.width, image?.height], ['image/png', 2912, 1638]);
	});

	it('removes metadata from a photo that fits, and says so', async () => {
		assert.match(await summaryOf('photo.jpg'), / · JPEG 1600×1067, \d+ KB, metadata removed · /);
		assert.deepEqual(glm.requests.at(-1)?.images[0]?.metadata, []);
	});

	it('says which frame of an animation was sent', async () => {
		assert.match(await summaryOf('animated.gif'), / → PNG 320×200, \d+ KB, frame 1 of 3 · /);
		await turns(window).last().getByText('animated.gif, frame 1 of 3').waitFor();
	});

	it('cuts a tall capture, shows the pieces and explains them to the model', async () => {
		const summary = await summaryOf('page.png');
		assert.match(summary, / · PNG 1200×20000, [\d.]+ [KM]B → 6 pieces of PNG 1200×3500, [\d.]+ [KM]B · /);
		const turn = turns(window).last();
		assert.deepEqual(
			await turn.locator('figcaption').allInnerTexts(),
			[1, 2, 3, 4, 5, 6].map((piece) => `Piece ${piece} of 6`),
		);
		assert.match(glm.requests.at(-1)?.text ?? '', /Images 1 to 6 are pieces of one tall picture, from top to bottom\./);
		await turn.locator('h2').first().scrollIntoViewIfNeeded();
		await window.screenshot(join(outputDir, 'pieces.png'));
	});

	it('keeps the pieces and what was said of them over a reload, and asks again with them', async () => {
		await reloadWithPanel(window);
		const turn = await waitForTurn(window, 'done');
		assert.match((await turn.locator('.summary').innerText()).replaceAll('\u{A0}', ' '), /→ 6 pieces of PNG 1200×3500/);
		const held = glm.script({ kind: 'hold' });
		await press(turn, 'Ask Again');
		assert.equal((await held.request).images.length, 6);
		held.release();
		await waitForTurn(window, 'done', turn);
	});

	it('says why a broken picture is not sent, and what to do', async () => {
		const before = glm.requests.length;
		const turn = await describeInPanel(window, 'broken.webp', 'failed');
		await turn.getByText('broken.webp is damaged: it could not be decoded. Save it again and choose that.').waitFor();
		assert.equal(glm.requests.length, before);
	});

	it('shows progress while several are prepared, and Stop works meanwhile', async () => {
		const names = ['slow-1.png', 'slow-2.png', 'slow-3.png'];
		await window.selectFiles(names);
		const before = glm.requests.length;
		const turn = await describeInPanel(window, 'slow-3.png', 'preparing');
		await turn.getByText(/Preparing [123] of 3…/).waitFor();
		await window.screenshot(join(outputDir, 'preparing.png'));
		await press(turn, 'Stop');
		await waitForTurn(window, 'stopped', turn);
		await turn.getByText('Stopped.').waitFor();
		assert.equal(glm.requests.length, before);
		// What was asked for next is not held up by what was stopped.
		await window.selectFiles([]);
		assert.match(await summaryOf('quarters.heic'), / · HEIC 320×200, \d+ KB → PNG 320×200, \d+ KB · /);
	});

	it('reads every format on this machine, too', async () => {
		await window.panel.getByRole('button', { name: 'Use This Machine Only' }).click();
		await window.panel.getByText('Answered by: This machine').waitFor();
		const turn = await describeInPanel(window, 'settings.webp', 'done');
		assert.match(await answerText(turn), /Settings/);
	});
});
