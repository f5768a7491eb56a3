import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { useAltTextWindow, writtenText } from '../support/altTextDriver.ts';
import type { OpenedWindow } from '../support/useWindow.ts';
import { altAnswer } from '../support/altTextRequests.ts';
import { projectDir } from '../support/places.mjs';

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

describe('Alt text for a whole file', () => {
	let opened: OpenedWindow;

	useAltTextWindow(
		{
			'few.md': page(['dialog-light', 'dialog-light', 'chart-sales', 'gone']),
			'again.md': page(['chart-sales', 'dialog-light']),
			'stopped.md': page(samples),
			'many.md': page(samples),
			// Another language, so that no answer is known from before.
			'busy.html': `<html lang="de">\n${samples.map((name) => `<p><img src="${name}.png"></p>\n`).join('')}</html>\n`,
		},
		(given) => {
			opened = given;
		},
	);

	before(async () => {
		for (const name of samples) {
			await cp(join(projectDir, `media/samples/${name}.png`), join(opened.workspace, `${name}.png`));
		}
	});

	const line = (text: string): Locator => opened.window.page.locator('.view-line').getByText(text);

	async function start(file: string, accept = true): Promise<string> {
		const { window } = opened;
		await window.openText(file);
		await window.runCommand('Glimpse: Generate Missing Alt Text in File');
		const words = await window.dialog().innerText();
		await window
			.dialog()
			.getByRole('button', { name: accept ? 'Write Alt Text' : 'Cancel' })
			.click();
		return words;
	}

	it('asks first: how many pictures, who sees them and what it costs', async () => {
		const { glm } = opened;
		const words = await start('few.md', false);
		assert.match(words, /Write alt text for 4 images in this file\?/);
		assert.match(
			words,
			/3 pictures will be sent to 127\.0\.0\.1:\d+ for glm-4\.6v-flash, at most 3 at once\. This model is free of charge\./,
		);
		assert.equal(glm.requests.length, 0);
	});

	it('asks once for the same picture, writes all in one step, and says what could not be read', async () => {
		const { glm, window, workspace } = opened;
		glm.script({ kind: 'text', text: altAnswer('First answer.') });
		glm.script({ kind: 'text', text: altAnswer('Second answer.') });
		await start('few.md');
		await opened.window.notice(
			'Alt text written for 3 of 4 images. Not written for gone.png: From this document, gone.png leads to no picture',
		);
		assert.equal(glm.requests.length, 2);
		const text = await writtenText(window, join(workspace, 'few.md'));
		const [first, second, third] = [...text.matchAll(/!\[(.*?)\]/g)].map(([, alt]) => alt);
		assert.equal(first, second);
		assert.deepEqual(new Set([first, third]), new Set(['First answer.', 'Second answer.']));
		await line('![](gone.png)').click();
		await window.page.keyboard.press('ControlOrMeta+Z');
		await line('![](chart-sales.png)').waitFor();
		assert.equal(
			await writtenText(window, join(workspace, 'few.md')),
			page(['dialog-light', 'dialog-light', 'chart-sales', 'gone']),
		);
	});

	it('asks nothing a second time', async () => {
		const { glm, window, workspace } = opened;
		const before = glm.requests.length;
		await start('again.md');
		await opened.window.notice('Alt text written for 2 of 2 images.');
		assert.equal(glm.requests.length, before);
		assert.match(
			await writtenText(window, join(workspace, 'again.md')),
			/^!\[\w+ answer\.\]\(chart-sales\.png\)\n\n!\[\w+ answer\.\]/,
		);
	});

	it('stopped half way while it is edited: what came is written where it belongs', async () => {
		const { glm, window, workspace } = opened;
		const { page: keys } = window;
		const before = glm.requests.length;
		// Two of the seven are known from before.
		glm.script({ kind: 'text', text: altAnswer('Third answer.') });
		const held = [1, 2, 3].map(() => glm.script({ kind: 'text', text: altAnswer('Never.'), isHeld: true }));
		await start('stopped.md');
		await Promise.all(held.map((each) => each.held));
		assert.equal(glm.requests.length, before + 4);
		await line('![](dialog-light.png)').click();
		await keys.keyboard.press('ControlOrMeta+Home');
		await keys.keyboard.type('Typed while it ran.');
		await keys.keyboard.press('Enter');
		await window.runCommand('Glimpse: Stop');
		await Promise.all(held.map(async (each) => (await each.request).closed));
		await opened.window.notice('Alt text written for 3 of 7 images.');
		const text = await writtenText(window, join(workspace, 'stopped.md'));
		assert.match(
			text,
			/^Typed while it ran\.\n!\[\w+ answer\.\]\(dialog-light\.png\)\n\n!\[\w+ answer\.\]\(chart-sales\.png\)\n/,
		);
		assert.equal(text.match(/answer\./g)?.length, 3);
		assert.equal(text.match(/!\[\]/g)?.length, 4);
	});

	it('more than five are looked at first; edited before Apply, they are written where they belong', async () => {
		const { glm, window, workspace } = opened;
		const { page: keys } = window;
		for (let count = 0; count < 4; count++) glm.script({ kind: 'text', text: altAnswer(`Late answer ${count}.`) });
		await start('many.md');
		await (
			await opened.window.notice('Alt text for 7 images is ready.')
		)
			.getByRole('button', { name: 'Preview' })
			.click();
		await keys.locator('.tab').getByText('many.md with alt text').waitFor();
		await keys.locator('.modified .view-line').getByText('answer').first().waitFor();
		await window.screenshot('test-output/altText-preview.png');
		assert.equal(await readFile(join(workspace, 'many.md'), 'utf8'), page(samples));
		await window.openText('many.md');
		await line('![](dialog-light.png)').last().click();
		await keys.keyboard.press('ControlOrMeta+Home');
		await keys.keyboard.type('Typed before Apply. ');
		await (
			await opened.window.notice('Alt text for 7 images is ready.')
		)
			.getByRole('button', { name: 'Apply' })
			.click();
		await opened.window.notice('Alt text written for 7 of 7 images.');
		await window.openText('many.md');
		const text = await writtenText(window, join(workspace, 'many.md'));
		assert.match(text, /^Typed before Apply\. !\[\w+ answer( \d)?\.\]\(dialog-light\.png\)\n/);
		assert.equal(text.match(/answer/g)?.length, 7);
	});

	it('asks fewer at once from the moment on that the service is too busy, and brings all', async () => {
		const { glm, window, workspace } = opened;
		const before = glm.requests.length;
		let open = 0;
		const most: number[] = [];
		for (const error of ['1302', '1305'] as const) glm.script({ kind: 'error', error });
		const held = samples.map((name) => glm.script({ kind: 'text', text: altAnswer(`Alt ${name}.`), isHeld: true }));
		for (const each of held) void each.held.then(() => most.push(++open));
		await start('busy.html');
		// Two of the first three are told to come later, and do: from now on one at once.
		await Promise.all(held.slice(0, 3).map((each) => each.held));
		assert.equal(glm.requests.length, before + 5);
		for (const [index, each] of held.entries()) {
			await each.held;
			open--;
			each.release();
			if (index < 6) await window.notice(`${index + 1} of 7`);
		}
		assert.deepEqual(most, [1, 2, 3, 1, 1, 1, 1]);
		assert.equal(glm.requests.length, before + 9);
		await (await window.notice('Alt text for 7 images is ready.')).getByRole('button', { name: 'Apply' }).click();
		await window.notice('Alt text written for 7 of 7 images.');
		const text = await writtenText(window, join(workspace, 'busy.html'));
		assert.equal(text.match(/alt="Alt [\w-]+\."/g)?.length, 7, text);
	});
});
