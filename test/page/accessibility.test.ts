import { expect } from '@playwright/test';
import type { FailureNotice } from '../../src/core/conversation.ts';
import { panelStates, richAnswer } from '../support/pageAnswers.ts';
import { answered, asked, ended, failed, thisMachine, written } from '../support/pageConversation.ts';
import { usePanelPage, type PanelPage } from '../support/pagePanel.ts';
import { axeViolations, overflowing } from '../support/panelChecks.ts';
import { themes } from '../support/themes.ts';

const notice: FailureNotice = {
	message: 'There is no balance for this API key at open.bigmodel.cn. Top it up, then ask again.',
	action: { id: 'openBilling', label: 'Open Billing Page' },
};

describe('Accessibility of the panel', () => {
	const open = usePanelPage();

	/** Has axe look at the panel in the four themes, and measures what sticks out. */
	async function checkInAllThemes(panel: PanelPage, state: string): Promise<void> {
		for (const theme of themes) {
			await panel.wear(theme);
			await panel.screenshot(`panel-en-${theme.replaceAll(' ', '-')}-${state}.png`);
			expect(await axeViolations(panel.page), theme).toEqual([]);
			expect(await overflowing(panel.page), theme).toEqual([]);
		}
	}

	/** Measures what sticks out of a window of 1280 × 1024 pixels at 400 %, where the half of the panel is left to reading. */
	async function checkEnlarged(panel: PanelPage, state: string): Promise<void> {
		const viewport = { width: 320, height: 256 };
		await panel.page.setViewportSize(viewport);
		const reading = await panel.page.locator('main').evaluate((main) => main.clientHeight);
		expect(reading).toBeGreaterThanOrEqual(viewport.height / 2 - 1);
		expect(await overflowing(panel.page)).toEqual([]);
		await panel.screenshot(`panel-en-400-percent-${state}.png`);
	}

	for (const [state, events] of Object.entries(panelStates(notice))) {
		it(`has no violations, and nothing sticks out, also at 400 %: ${state}`, async () => {
			const panel = await open({ events });
			await panel.picturesDrawn();
			await panel.formulasDrawn();
			await checkInAllThemes(panel, state);
			await checkEnlarged(panel, state);
		});
	}

	it('has no violations, and nothing sticks out, also at 400 %: an answer as plain text', async () => {
		const panel = await open({ events: answered('1', richAnswer) });
		await panel.chooseMore('Plain Text');
		await expect(panel.turns.locator('.answer')).toBeHidden();
		await expect(panel.turns.locator('textarea.plain-text')).toHaveValue(
			/^Sales\n\nA bar chart with four groups.*\nQuarter: Q1; 2024: 12; 2025: 15/s,
		);
		await checkInAllThemes(panel, 'plain-text');
		await checkEnlarged(panel, 'plain-text');
	});

	it('is seen to fail on planted faults', async () => {
		const { page } = await open();
		await page.evaluate(() => {
			const fault = document.createElement('div');
			fault.append(document.createElement('img'), document.createElement('button'), 'hard to read');
			fault.style.setProperty('color', '#777');
			fault.style.setProperty('background', '#888');
			fault.style.setProperty('width', '2000px');
			document.querySelector('main')?.append(fault);
		});
		const rules = (await axeViolations(page)).map((violation) => violation.split(':')[0]);
		expect(new Set(rules)).toEqual(new Set(['button-name', 'color-contrast', 'image-alt']));
		expect(await overflowing(page)).not.toEqual([]);
	});

	it('tells a screen reader that an answer begins, each paragraph that is finished, and that it ends', async () => {
		const panel = await open({ beforeLoad: async ({ clock }) => clock.install() });
		await panel.apply(...asked('1'));
		await expect(panel.status).toHaveText('Question sent.');
		await panel.apply(written('1', 'One.\n\nTwo.\n\nThr'));
		await expect(panel.status).toHaveText('The answer has begun.');
		await panel.page.clock.runFor(5000);
		await expect(panel.status).toHaveText('One.');
		await panel.apply(written('1', 'ee.'), ...ended('1'));
		await expect(panel.status).toHaveText('Two. Three. The answer is complete.');
	});

	it('tells a screen reader why a question failed', async () => {
		const panel = await open({ events: asked('1') });
		await panel.apply(failed('1', notice));
		await expect(panel.status).toHaveText(`The question failed. ${notice.message}`);
	});

	it('moves nothing by itself where motion is to be reduced', async () => {
		const animations = async (panel: PanelPage): Promise<number> =>
			panel.page.evaluate(() => {
				const style = document.querySelector<HTMLElement>('main')?.style;
				style?.setProperty('transition', 'opacity 60s');
				style?.setProperty('opacity', '0.5');
				return document.getAnimations().length;
			});
		expect(await animations(await open())).toBe(1);
		const beforeLoad = async (page: PanelPage['page']): Promise<void> => page.emulateMedia({ reducedMotion: 'reduce' });
		expect(await animations(await open({ beforeLoad }))).toBe(0);
	});

	it("gives a picture its name and a model's first sentence as alt text", async () => {
		const panel = await open({
			events: [
				...answered('1', 'It shows settings. And more.'),
				...answered('2', 'No model looked.', { answerer: thisMachine }),
				...asked('3', { pictures: ['dialog-light.png'] }),
				failed('3', notice),
			],
		});
		const alts = await panel.turns.locator('img').evaluateAll((all) => all.map((each) => each.getAttribute('alt')));
		expect(alts).toEqual(['settings-light.png: It shows settings.', 'settings-light.png', 'dialog-light.png']);
	});

	it('keeps the place of a picture free until it arrives', async () => {
		const panel = await open({ events: asked('1') });
		await panel.picturesDrawn();
		const [place, picture] = await panel.turns.locator('img').evaluate((image: HTMLImageElement) => {
			const free = image.cloneNode() as HTMLImageElement;
			free.removeAttribute('src');
			image.before(free);
			return [free.offsetHeight, image.offsetHeight];
		});
		expect(place).toBe(picture);
		expect(place).toBeGreaterThan(50);
	});
});
