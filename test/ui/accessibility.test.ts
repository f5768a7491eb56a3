import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { GlmServer, Scripted } from '../support/glmServer.ts';
import { axeViolations, overflowing } from '../support/panelChecks.ts';
import { ask, describeImage, describeInPanel, dropSamples, press, turns, waitForTurn } from '../support/panelDriver.ts';
import { useWindow } from '../support/useWindow.ts';
import { inAllThemes } from '../support/themes.ts';
import { outputDir, type VscodeWindow } from '../support/window.ts';

/** All that an answer may be made of. */
const richAnswer = `# Sales

A **bar chart** with *four* groups, \`Q1\` to \`Q4\`; see [the source](https://example.com/a).

| Quarter | 2024 | 2025 |
| --- | --- | --- |
| Q1 | 12 | 15 |

1. First
2. Second
   - inner

> Quoted.

\`\`\`ts
const sales = [12, 31, 36, 19, 15, 38, 47, 17, 12, 31, 36, 19, 15, 38, 47, 17];
\`\`\`
`;

describe('Accessibility of the panel', () => {
	let glm: GlmServer;
	let window: VscodeWindow;

	useWindow((opened) => {
		({ glm, window } = opened);
	});

	const status = (): Locator => window.panel.getByRole('status');

	/** Has axe look at the panel in the four themes, takes a picture of each, and measures what sticks out. */
	async function checkInAllThemes(state: string): Promise<void> {
		await inAllThemes(window, async (theme) => {
			assert.deepEqual(await axeViolations(window), [], `${state}, ${theme}`);
			assert.deepEqual(await overflowing(window), [], `${state}, ${theme}`);
			await window.screenshot(join(outputDir, `panel-en-${theme.replaceAll(' ', '-')}-${state}.png`));
		});
	}

	it('has no violations while it is empty', async () => {
		await window.runCommand('Glimpse: Focus on Glimpse View');
		await window.panel.locator('.empty').waitFor();
		await checkInAllThemes('empty');
	});

	it('is seen to fail on planted faults', async () => {
		const frame = await window.panelFrame();
		await frame.evaluate(() => {
			const fault = document.createElement('div');
			fault.id = 'fault';
			fault.append(document.createElement('img'), document.createElement('button'), 'hard to read');
			fault.style.setProperty('color', '#777');
			fault.style.setProperty('background', '#888');
			fault.style.setProperty('width', '2000px');
			document.querySelector('main')?.append(fault);
		});
		const found = new Set((await axeViolations(window)).map((violation) => violation.split(':')[0]));
		assert.deepEqual(found, new Set(['button-name', 'color-contrast', 'image-alt']));
		assert.notDeepEqual(await overflowing(window), []);
		await frame.evaluate(() => document.querySelector('#fault')?.remove());
		assert.deepEqual(await axeViolations(window), []);
	});

	let held: Scripted;

	it('has no violations while an answer is written', async () => {
		held = glm.script({ kind: 'hold' });
		await describeImage(window, 'settings-light.png');
		await held.held;
		await waitForTurn(window, 'streaming');
		await status().getByText('The answer has begun.').waitFor();
		await checkInAllThemes('streaming');
	});

	it('moves nothing by itself where motion is to be reduced', async () => {
		await window.page.emulateMedia({ reducedMotion: 'reduce' });
		const frame = await window.panelFrame();
		assert.equal(await frame.evaluate(() => matchMedia('(prefers-reduced-motion: reduce)').matches), true);
		await frame.evaluate(() => {
			const style = document.querySelector<HTMLElement>('main')?.style;
			style?.setProperty('transition', 'opacity 60s');
			style?.setProperty('opacity', '0.5');
		});
		assert.equal(await frame.evaluate(() => document.getAnimations().length), 0);
		await frame.evaluate(() => document.querySelector('main')?.removeAttribute('style'));
		await window.page.emulateMedia({ reducedMotion: null });
		held.release();
		const turn = await waitForTurn(window, 'done');
		await status().getByText('The answer is complete.').waitFor();
		const word = (await held.request).word ?? '?';
		assert.ok((await status().innerText()).includes(`it ends here: ${word}`), 'the last paragraph is read out');
		assert.match(await turn.innerText(), new RegExp(word));
	});

	it('has no violations with a failure', async () => {
		glm.script({ kind: 'error', error: '1113' });
		await describeInPanel(window, 'dialog-light.png', 'failed');
		await status().getByText('The question failed. There is no balance').waitFor();
		await checkInAllThemes('failed');
	});

	it('has no violations with pictures that wait for their question', async () => {
		await dropSamples(window, 'settings-light.png', 'photo-landscape.jpg', 'chart-sales.png');
		await window.panel.locator('.attachments li').nth(2).waitFor();
		await checkInAllThemes('attachments');
	});

	it('has no violations in a long conversation, and with an answer as plain text', async () => {
		for (let count = 2; count < 12; count++) {
			glm.script({ kind: 'text', text: `${richAnswer}\nAnswer ${count}.` });
			await ask(window, `Question ${count}: which of the values in the chart stands out, and why?`);
			await waitForTurn(window, 'done', turns(window).nth(count));
		}
		await checkInAllThemes('long');
		await press(turns(window).last(), 'Plain Text');
		await checkInAllThemes('plain-text');
		const field = turns(window).last().locator('textarea.plain-text');
		assert.match(
			await field.inputValue(),
			/^Sales\n\nA bar chart with four groups.*\nQuarter: Q1; 2024: 12; 2025: 15/s,
		);
		assert.equal(await turns(window).last().locator('.answer').isVisible(), false);
	});

	it("gives the pictures their name and the answer's first sentence as alt text", async () => {
		const [first, second] = [turns(window).nth(0), turns(window).nth(2)];
		assert.match((await first.locator('img').getAttribute('alt')) ?? '', /^settings-light\.png: \S+/);
		assert.equal(await second.locator('img').first().getAttribute('alt'), 'dialog-light.png');
	});

	it('keeps the place of a picture free until it arrives', async () => {
		const heights = await turns(window)
			.nth(0)
			.locator('figure img')
			.evaluate((picture: HTMLImageElement) => {
				const place = picture.cloneNode() as HTMLImageElement;
				place.removeAttribute('src');
				picture.before(place);
				const both = [place.offsetHeight, picture.offsetHeight];
				place.remove();
				return both;
			});
		assert.equal(heights[0], heights[1]);
		assert.ok((heights[0] ?? 0) > 50);
	});

	it('cuts nothing off and scrolls only downwards at 400 %', async () => {
		// A window of 1280 × 1024 pixels has 320 × 256 at 400 %.
		await window.page.setViewportSize({ width: 620, height: 256 });
		const frame = await window.panelFrame();
		const { width, height, reading } = await frame.evaluate(() => ({
			width: innerWidth,
			height: innerHeight,
			reading: document.querySelector('main')?.clientHeight ?? 0,
		}));
		assert.ok(width <= 320, `${width}`);
		assert.ok(reading >= height / 2 - 1, `${reading} of ${height}`);
		assert.deepEqual(await overflowing(window), []);
		await window.screenshot(join(outputDir, 'panel-en-400-percent.png'));
		await window.page.setViewportSize({ width: 1280, height: 800 });
	});
});
