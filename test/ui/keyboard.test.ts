import assert from 'node:assert/strict';
import type { GlmServer } from '../support/glmServer.ts';
import { turns, waitForTurn } from '../support/panelDriver.ts';
import { useWindow } from '../support/useWindow.ts';
import { until } from '../support/waiting.ts';
import type { VscodeWindow } from '../support/window.ts';

/** Longer than the panel is high. */
const longAnswer = Array.from({ length: 40 }, (_, index) => `Paragraph ${index + 1} of the **answer**.`).join('\n\n');

describe('The panel by keyboard alone', () => {
	let glm: GlmServer;
	let window: VscodeWindow;

	useWindow(
		(opened) => {
			({ glm, window } = opened);
		},
		{ settings: { 'files.simpleDialog.enable': true } },
	);

	/** What has the focus in the panel: by its label or words, and whether that can be seen. */
	async function focused(): Promise<{ readonly name: string; readonly isVisible: boolean }> {
		const frame = await window.panelFrame();
		return frame.evaluate(() => {
			const element = document.activeElement ?? document.body;
			const { outlineStyle, outlineWidth } = getComputedStyle(element);
			const name = element.ariaLabel ?? (element === document.body ? 'body' : (element.textContent ?? ''));
			return { name: name.trim(), isVisible: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1 };
		});
	}

	/** Presses Tab until this has the focus; what has it on the way must show it. */
	async function tabTo(name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
		for (let count = 0; count < 40; count++) {
			await window.page.keyboard.press(key);
			const now = await focused();
			if (now.name !== 'body') assert.ok(now.isVisible, `the focus on "${now.name}" can't be seen`);
			if (now.name === name) return;
		}
		assert.fail(`Tab never reached "${name}"`);
	}

	const scrollTop = async (): Promise<number> => window.panel.locator('main').evaluate((main) => main.scrollTop);

	it('opens', async () => {
		await window.page.keyboard.press('F1');
		await window.page.keyboard.type('Glimpse: Focus on Glimpse View');
		const entry = window.inputBox.locator('.monaco-list-row.focused');
		await entry.getByText('Glimpse: Focus on Glimpse View').waitFor();
		await window.page.keyboard.press('Enter');
		await window.panel.locator('.empty').waitFor();
	});

	it('attaches a picture and asks', async () => {
		await tabTo('Attach…');
		await window.page.keyboard.press('Enter');
		await window.inputBox.getByText('chart-sales.png').first().waitFor();
		await window.page.keyboard.type('chart-sales.png');
		await window.page.keyboard.press('Enter');
		await window.panel.locator('.attachments li').waitFor();
		glm.script({ kind: 'text', text: longAnswer });
		await tabTo('Your question');
		await window.page.keyboard.type('What is it?');
		await window.page.keyboard.press('Enter');
		await waitForTurn(window, 'done');
		assert.match(glm.requests.at(-1)?.text ?? '', /What is it\?/);
	});

	it('reads the answer', async () => {
		await tabTo('Conversation', 'Shift+Tab');
		await window.page.keyboard.press('Home');
		await until('the beginning', async () => (await scrollTop()) === 0);
		await window.page.keyboard.press('PageDown');
		await until('the next page', async () => (await scrollTop()) > 0);
	});

	it('reads it as plain text', async () => {
		await tabTo('Plain Text');
		await window.page.keyboard.press('Enter');
		assert.deepEqual(await focused(), { name: 'Answer as plain text', isVisible: true });
		await window.page.keyboard.press('ControlOrMeta+A');
		await until('the whole text to be selected', async () => {
			const selected = await window.panel
				.locator('textarea.plain-text')
				.evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd));
			return selected.startsWith('Paragraph 1 of the answer.');
		});
	});

	it('copies it', async () => {
		await tabTo('Copy');
		await window.page.keyboard.press('Enter');
		await until('the copy', async () => (await window.readClipboard()) === longAnswer);
	});

	it('asks again and stops', async () => {
		const held = glm.script({ kind: 'hold' });
		await tabTo('Ask Again');
		await window.page.keyboard.press('Enter');
		await held.held;
		await waitForTurn(window, 'streaming');
		assert.match((await focused()).name, /^What is it\?/);
		await tabTo('Stop');
		await window.page.keyboard.press('Enter');
		await waitForTurn(window, 'stopped', turns(window).nth(0));
		held.release();
		assert.match((await focused()).name, /^What is it\?/);
	});
});
