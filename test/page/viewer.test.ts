import { expect } from '@playwright/test';
import type { Locator } from 'playwright-core';
import { answered, asked, written } from '../support/pageConversation.ts';
import { usePanelPage, type PanelPage } from '../support/pagePanel.ts';
import { axeViolations, overflowing } from '../support/panelChecks.ts';
import { themes } from '../support/themes.ts';

describe('The picture of a question', () => {
	const open = usePanelPage();

	const viewer = (panel: PanelPage): Locator => panel.page.getByRole('dialog', { name: 'chart-sales.png' });
	const thumbnail = (panel: PanelPage): Locator => panel.turns.locator('button.picture');
	const width = async (panel: PanelPage): Promise<number> =>
		viewer(panel)
			.locator('img')
			.evaluate(({ offsetWidth }: HTMLElement) => offsetWidth);

	async function openViewer(): Promise<PanelPage> {
		const panel = await open({ events: answered('1', 'A chart.', { pictures: ['chart-sales.png'] }) });
		await panel.picturesDrawn();
		await thumbnail(panel).click();
		await expect(viewer(panel)).toBeVisible();
		await panel.picturesDrawn();
		return panel;
	}

	it('stands beside what was asked: with the name of its file, which opens that, and its pixels', async () => {
		const panel = await open({ events: answered('1', 'A chart.', { pictures: ['chart-sales.png'] }) });
		await expect(panel.turns.getByRole('heading', { name: 'Describe Image' })).toBeVisible();
		await expect(panel.turns.locator('.meta')).toHaveText('960×600');
		await panel.button('chart-sales.png').click();
		await expect.poll(() => panel.sent).toEqual([{ type: 'openSource', turnId: '1', index: 0 }]);
	});

	it('that has no file is named only', async () => {
		const [question, ...others] = asked('1', { pictures: ['chart-sales.png'] });
		if (question?.kind !== 'asked') throw new Error(question?.kind);
		const pasted = { ...question.question, sources: ['pasted:7/chart-sales.png'] };
		const panel = await open({ events: [{ kind: 'asked', question: pasted }, ...others] });
		await expect(panel.turns.locator('.file')).toHaveText('chart-sales.png');
		await expect(panel.turns.locator('button.file')).toHaveCount(0);
	});

	it('is numbered among several', async () => {
		const pictures = ['settings-light.png', 'photo-landscape.jpg', 'chart-sales.png'];
		const panel = await open({ events: asked('1', { task: 'compare', pictures }) });
		await expect(panel.turns.locator('.number')).toHaveText(['1', '2', '3']);
	});

	it('is enlarged by a click', async () => {
		const panel = await openViewer();
		const whole = await width(panel);
		expect(whole).toBeGreaterThan(250);
		await panel.button('Zoom In').click();
		expect(await width(panel)).toBeGreaterThan(whole * 1.2);
		await panel.button('Zoom Out').click();
		expect(await width(panel)).toBe(whole);
		await expect(viewer(panel).locator('img')).toHaveAttribute('alt', 'chart-sales.png: A chart.');
		await panel.button('Close (Esc)').click();
		await expect(viewer(panel)).toHaveCount(0);
		await expect(thumbnail(panel)).toBeFocused();
	});

	it('is enlarged by a key, zoomed with + - 0, moved with the arrow keys, and closed with Escape, which stops nothing', async () => {
		const panel = await open({
			events: [...asked('1', { pictures: ['chart-sales.png'] }), written('1', 'It')],
		});
		await panel.picturesDrawn();
		await thumbnail(panel).focus();
		await panel.page.keyboard.press('Enter');
		await expect(viewer(panel)).toBeVisible();
		await panel.picturesDrawn();
		expect((await panel.focused()).isVisible).toBe(true);
		const whole = await width(panel);
		await panel.page.keyboard.press('+');
		await panel.page.keyboard.press('+');
		const zoomed = await width(panel);
		expect(zoomed / whole).toBeCloseTo(1.5625, 1);
		const place = viewer(panel).locator('.place');
		const left = async (): Promise<number> => place.evaluate(({ scrollLeft }) => scrollLeft);
		const before = await left();
		await panel.page.keyboard.press('ArrowRight');
		await expect.poll(left).toBeGreaterThan(before);
		await panel.page.keyboard.press('-');
		expect(await width(panel)).toBeLessThan(zoomed);
		await panel.page.keyboard.press('0');
		expect(await width(panel)).toBe(whole);
		await panel.page.keyboard.press('Escape');
		await expect(viewer(panel)).toHaveCount(0);
		await expect(thumbnail(panel)).toBeFocused();
		expect(panel.sent).toEqual([]);
	});

	it('is zoomed with Ctrl and the wheel, about the place under the pointer', async () => {
		const panel = await openViewer();
		const whole = await width(panel);
		const box = await viewer(panel).locator('img').boundingBox();
		if (!box) throw new Error('No picture.');
		await panel.page.mouse.move(box.x + box.width - 4, box.y + 20);
		await panel.page.keyboard.down('Control');
		await panel.page.mouse.wheel(0, -200);
		await panel.page.keyboard.up('Control');
		await expect.poll(() => width(panel)).toBeGreaterThan(whole * 1.9);
		const left = await viewer(panel)
			.locator('.place')
			.evaluate(({ scrollLeft }) => scrollLeft);
		expect(left).toBeGreaterThan(whole * 0.8);
	});

	/** Opens a panel with a page of 960 × 1100 that was sent as two pieces of 960 × 600. */
	async function openCut(places: 'known' | 'unknown'): Promise<PanelPage> {
		const [question, prepared, ...others] = asked('1', { pictures: ['chart-sales.png', 'chart-sales.png'] });
		if (prepared?.kind !== 'prepared' || !question) throw new Error(prepared?.kind);
		const origin = { mediaType: 'image/png', width: 960, height: 1100, byteLength: 1_000_000 };
		const parts = [0, 500].map((top) => ({ left: 0, top, right: 960, bottom: top + 600 }));
		const pieces = prepared.pictures.map((picture, index) => ({
			...picture,
			origin: { ...origin, tile: { index, count: 2, ...(places === 'known' && { part: parts[index] }) } },
		}));
		const panel = await open({ events: [question, { ...prepared, pictures: pieces } as typeof prepared, ...others] });
		await panel.picturesDrawn();
		return panel;
	}

	it('that was cut is one again, with its cuts marked', async () => {
		const panel = await openCut('known');
		await thumbnail(panel).click();
		await panel.picturesDrawn();
		const whole = await viewer(panel).locator('.whole').boundingBox();
		const line = await viewer(panel).locator('.cut-line').boundingBox();
		const pieces = await viewer(panel).locator('img').all();
		const [first, second] = await Promise.all(pieces.map(async (piece) => piece.boundingBox()));
		if (!whole || !line || !first || !second) throw new Error('Something is not drawn.');
		expect(whole.height / whole.width).toBeCloseTo(1100 / 960, 1);
		expect((second.y - whole.y) / whole.height).toBeCloseTo(500 / 1100, 2);
		expect(first.height / whole.height).toBeCloseTo(600 / 1100, 2);
		expect((line.y - whole.y) / whole.height).toBeCloseTo(550 / 1100, 2);
		await panel.screenshot('panel-cut.png');
		expect(await axeViolations(panel.page)).toEqual([]);
	});

	it('that was cut has parts across its cuts', async () => {
		const panel = await openCut('known');
		await thumbnail(panel).click();
		await panel.button('Ask About a Part').click();
		await panel.page.keyboard.press('Enter');
		const region = { left: 0.25, top: 0.25, right: 0.75, bottom: 0.75 };
		await expect.poll(() => panel.sent).toEqual([{ type: 'attachRegion', id: '1-0', region, ofWhole: true }]);
	});

	it('is copied as a picture, whole where it was cut', async () => {
		const panel = await openCut('known');
		await thumbnail(panel).click();
		await panel.picturesDrawn();
		await panel.button('Copy Picture').click();
		await expect(panel.button('Copied')).toBeVisible();
		const size = await panel.page.evaluate(async () => {
			const [item] = await navigator.clipboard.read();
			const image = await createImageBitmap((await item?.getType('image/png')) ?? new Blob());
			return [image.width, image.height];
		});
		expect(size).toEqual([960, 1100]);
	});

	it('says so where it can’t be copied', async () => {
		const panel = await openViewer();
		await panel.page.context().clearPermissions();
		await panel.page.evaluate(() => {
			navigator.clipboard.write = () => Promise.reject(new Error('refused'));
		});
		await panel.button('Copy Picture').click();
		await expect(viewer(panel).getByRole('status')).toHaveText('The picture could not be copied.');
	});

	it('is opened in the editor, where it is a file', async () => {
		const panel = await openViewer();
		await viewer(panel).getByRole('button', { name: 'Open in Editor' }).click();
		await expect.poll(() => panel.sent).toEqual([{ type: 'openSource', turnId: '1', index: 0 }]);
		await expect(viewer(panel)).toHaveCount(0);
	});

	it('that was cut by an earlier version is enlarged with all its pieces', async () => {
		const panel = await openCut('unknown');
		await expect(thumbnail(panel)).toHaveCount(1);
		await expect(panel.turns.locator('.meta')).toHaveText('960×1100, sent as 2 pieces');
		await thumbnail(panel).click();
		const alts = await viewer(panel)
			.locator('img')
			.evaluateAll((all) => all.map((each) => each.getAttribute('alt')));
		expect(alts).toEqual(['Piece 1 of 2', 'Piece 2 of 2']);
	});

	it('that was animated is enlarged with the frames that were sent, one of which is enough on wish', async () => {
		const [question, prepared, ...others] = answered('1', 'An answer.', {
			pictures: ['chart-sales.png', 'settings-light.png'],
		});
		if (prepared?.kind !== 'prepared' || !question) throw new Error(prepared?.kind);
		const origin = { mediaType: 'image/gif', width: 640, height: 480, byteLength: 1_000_000, frames: 48 };
		const frames = prepared.pictures.map((picture, index) => ({
			...picture,
			origin: { ...origin, frame: { number: index * 47, seconds: index * 4.7, duration: 4.8, index, count: 2 } },
		}));
		const panel = await open({ events: [question, { ...prepared, pictures: frames } as typeof prepared, ...others] });
		await panel.picturesDrawn();
		await expect(thumbnail(panel)).toHaveCount(1);
		await expect(panel.turns.locator('.meta')).toHaveText('640×480, 2 of 48 frames');
		await thumbnail(panel).click();
		const alts = await viewer(panel)
			.locator('img')
			.evaluateAll((all) => all.map((each) => each.getAttribute('alt')));
		expect(alts).toEqual(['Frame 1 of 48, at 0 s', 'Frame 48 of 48, at 4.7 s']);
		await panel.page.keyboard.press('Escape');
		await panel.button('More').click();
		await panel.page.getByRole('menuitem', { name: 'Ask Again with First Frame Only' }).click();
		expect(panel.sent).toContainEqual({ type: 'askFirstFrame', turnId: '1' });
	});

	it('is shown without violations, and nothing sticks out, also at 400 %', async () => {
		const panel = await openViewer();
		for (const theme of themes) {
			await panel.wear(theme);
			expect(await axeViolations(panel.page), theme).toEqual([]);
		}
		await panel.page.setViewportSize({ width: 320, height: 256 });
		expect(await overflowing(panel.page)).toEqual([]);
	});
});
