import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { drawnIn } from '../support/altTextDriver.ts';
import { altAnswer } from '../support/altTextRequests.ts';
import { sample, useSharedWindow, type WindowBed } from '../support/sharedWindows.ts';

const samples = [
	'dialog-light',
	'chart-sales',
	'editor-dark',
	'settings-light',
	'diagram-deploy',
	'dialog-chinese',
	'dialog-japanese',
];

/** A document with these pictures, each on a line of its own. */
function page(names: readonly string[], alt = ''): string {
	return names.map((name) => `![${alt}](${name}.png)\n`).join('\n');
}

/** A PNG with the same pixels that was never there before: no answer about it is known. */
function unknown(png: Uint8Array): Uint8Array {
	const end = 12;
	const text = Buffer.from(`tEXtComment\0${randomUUID()}`, 'latin1');
	const length = Buffer.alloc(4);
	length.writeUInt32BE(text.length - 4);
	const sum = Buffer.alloc(4);
	sum.writeUInt32BE(crc32(text));
	return Buffer.concat([png.subarray(0, -end), length, text, sum, png.subarray(-end)]);
}

/** Asks for the alt text that a file lacks; gives the words of the dialog, once it is answered. */
async function start({ host, window }: WindowBed, file: string, accept = true): Promise<string> {
	await host.call('openText', file);
	await host.call('start', 'glimpse.generateMissingAltText');
	const words = await window.dialog().innerText();
	await window
		.dialog()
		.getByRole('button', { name: accept ? 'Write Alt Text' : 'Cancel' })
		.click();
	return words;
}

describe('Alt text for a whole file', () => {
	const bed = useSharedWindow({
		files: () => ({
			...Object.fromEntries(samples.map((name) => [`${name}.png`, unknown(sample(`${name}.png`))])),
			'refused.md': page(['dialog-light', 'dialog-light', 'chart-sales', 'gone']),
			'few.md': page(['dialog-light', 'dialog-light', 'chart-sales', 'gone']),
			'known.md': page(['chart-sales', 'dialog-light']),
			'again.md': page(['dialog-light', 'chart-sales']),
			// With the first once more: markup that isn't unique is found by following what is typed, and by nothing else.
			'stopped.md': page([...samples.slice(0, 6), 'dialog-light']),
			'many.md': page(samples),
			// No HTML: the editor's own language server may fail at its start, and its errors fill the list of notifications.
			'busy.md': page(samples),
		}),
	});

	it('asks first: how many pictures, and who sees them', async () => {
		const { glm, host, window } = bed;
		await host.call('openText', 'refused.md');
		await window.runCommand('Glimpse: Generate Missing Alt Text in File');
		const words = await window.dialog().innerText();
		await window.dialog().getByRole('button', { name: 'Cancel' }).click();
		assert.match(words, /Write alt text for 4 images in this file\?/);
		assert.match(
			words,
			/3 pictures will be sent to 127\.0\.0\.1:\d+ for glm-4\.6v-flash, at most 3 at once\. Alt text generated before is used again\./,
		);
		assert.equal(glm.requests.length, 0);
	});

	it('asks once for the same picture, writes all in one step, and says what could not be read', async () => {
		const { glm, host, window } = bed;
		glm.script({ kind: 'text', text: altAnswer('First answer.') });
		glm.script({ kind: 'text', text: altAnswer('Second answer.') });
		await start(bed, 'few.md');
		// First the words above the line: the editor gives them up where the focus goes elsewhere before it has asked for them.
		await window.lens('3 of 4 written, 1 not written').waitFor();
		await window.notice('No alt text was written for gone.png: From this document, gone.png leads to no picture');
		const [drawn = ''] = await drawnIn(window.page);
		assert.equal(drawn.match(/✓ 1[34] characters/g)?.length, 3, drawn);
		assert.ok(drawn.endsWith('✗ Not written'), drawn);
		await window.screenshot('test-output/altText-file.png');
		assert.equal(glm.requests.length, 2);
		const text = await host.call('savedText', 'few.md');
		const [first, second, third] = [...text.matchAll(/!\[(.*?)\]/g)].map(([, alt]) => alt);
		assert.equal(first, second);
		assert.deepEqual(new Set([first, third]), new Set(['First answer.', 'Second answer.']));
		await window.line('![](gone.png)').click();
		await window.page.keyboard.press('ControlOrMeta+Z');
		await window.line('![](chart-sales.png)').waitFor();
		assert.equal(await host.call('savedText', 'few.md'), page(['dialog-light', 'dialog-light', 'chart-sales', 'gone']));
	});

	it('asks nothing a second time', async () => {
		const { glm, host, window } = bed;
		glm.script({ kind: 'text', text: altAnswer('One answer.') });
		glm.script({ kind: 'text', text: altAnswer('Another answer.') });
		await start(bed, 'known.md');
		await window.lens('2 of 2 written').waitFor();
		await start(bed, 'again.md');
		await window.line('answer.](dialog-light.png)').waitFor();
		await window.lens('2 of 2 written').waitFor();
		assert.equal(glm.requests.length, 2);
		assert.match(
			await host.call('savedText', 'again.md'),
			/^!\[\w+ answer\.\]\(dialog-light\.png\)\n\n!\[\w+ answer\.\]/,
		);
	});

	it('stopped half way while it is edited: what came is written where it belongs', async () => {
		const { glm, host, window } = bed;
		const { keyboard } = window.page;
		for (let count = 0; count < 3; count++) glm.script({ kind: 'text', text: altAnswer('Early answer.') });
		const held = [1, 2, 3].map(() => glm.script({ kind: 'text', text: altAnswer('Never.'), isHeld: true }));
		await start(bed, 'stopped.md');
		await Promise.all(held.map((each) => each.held));
		assert.equal(glm.requests.length, 6);
		await window.line('![](dialog-light.png)').first().click();
		await keyboard.press('ControlOrMeta+Home');
		await keyboard.type('Typed while it ran.');
		await keyboard.press('Enter');
		await host.call('run', 'glimpse.stop');
		await Promise.all(held.map(async (each) => (await each.request).closed));
		await window.lens('3 of 7 written').waitFor();
		const text = await host.call('savedText', 'stopped.md');
		assert.match(text, /^Typed while it ran\.\n!\[(Early answer\.)?\]\(dialog-light\.png\)\n\n/);
		assert.equal(text.match(/!\[Early answer\.\]/g)?.length, 3);
		assert.equal(text.match(/!\[\]/g)?.length, 4);
	});

	it('more than five are looked at first; edited before Apply, they are written where they belong', async () => {
		const { glm, host, window, workspace } = bed;
		const { page: keys } = window;
		for (const name of samples) glm.script({ kind: 'text', text: altAnswer(`An answer, ${name}.`) });
		await start(bed, 'many.md');
		await window.lens('Alt text for 7 images is ready.').waitFor();
		await window.screenshot('test-output/altText-ready.png');
		await window.pressLens('Preview');
		await keys.locator('.tab').getByText('many.md with alt text').waitFor();
		await keys.locator('.modified .view-line').getByText('answer').first().waitFor();
		await window.screenshot('test-output/altText-preview.png');
		assert.equal(await readFile(join(workspace, 'many.md'), 'utf8'), page(samples));
		await host.call('openText', 'many.md');
		await window.line('![](dialog-light.png)').last().click();
		await keys.keyboard.press('ControlOrMeta+Home');
		await keys.keyboard.type('Typed before Apply. ');
		await window.pressLens('Apply');
		await window.lens('7 of 7 written').waitFor();
		const text = await host.call('savedText', 'many.md');
		assert.match(text, /^Typed before Apply\. !\[An answer, [\w-]+\.\]\(dialog-light\.png\)\n/);
		assert.equal(text.match(/answer/g)?.length, 7);
	});

	it('asks fewer at once from the moment on that the service is too busy, and brings all', async () => {
		const { glm, host, window } = bed;
		let open = 0;
		const most: number[] = [];
		for (const error of ['1302', '1305'] as const) glm.script({ kind: 'error', error });
		const held = samples.map((name) => glm.script({ kind: 'text', text: altAnswer(`Alt ${name}.`), isHeld: true }));
		for (const each of held) void each.held.then(() => most.push(++open));
		await start(bed, 'busy.md');
		// Two of the first three are told to come later, and do: from now on one at once.
		await Promise.all(held.slice(0, 3).map((each) => each.held));
		assert.equal(glm.requests.length, 5);
		for (const [index, each] of held.entries()) {
			await each.held;
			open--;
			each.release();
			if (index < 6) await window.lens(`Writing alt text: ${index + 1} of 7`).waitFor();
		}
		assert.deepEqual(most, [1, 2, 3, 1, 1, 1, 1]);
		assert.equal(glm.requests.length, 9);
		await window.pressLens('Apply');
		await window.lens('7 of 7 written').waitFor();
		const text = await host.call('savedText', 'busy.md');
		assert.equal(text.match(/!\[Alt [\w-]+\.\]/g)?.length, 7, text);
	});
});
