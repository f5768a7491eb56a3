import { expect } from '@playwright/test';
import type { ReviewEvent } from '../../src/core/review/review.ts';
import { axeViolations, overflowing } from '../support/panelChecks.ts';
import type { ReviewPage } from '../support/reviewPage.ts';
import { useReviewPage } from '../support/useReviewPage.ts';
import { reviewImage, scannedReview } from '../support/reviewRows.ts';
import { themes } from '../support/themes.ts';

const images = [
	reviewImage('a'),
	reviewImage('b', { line: 9, alt: 'image', findings: [{ rule: 'placeholder' }], state: 'placeholder' }),
	reviewImage('c', { document: 'file:///docs/help.html', picture: 'dialog-light.png', element: 'img' }),
	reviewImage('d', { document: 'file:///docs/help.html', line: 30, picture: 'gone.png', canWrite: false }),
];

/** A row in each of its states. */
const allStates: readonly ReviewEvent[] = [
	...scannedReview([
		...images,
		...'efgh'.split('').map((id) => reviewImage(id, { document: 'file:///docs/other.md' })),
	]),
	{ kind: 'proposed', id: 'b', proposal: { alt: 'A bar chart of sales by quarter.', reason: 'It shows numbers.' } },
	{ kind: 'queued', ids: ['c'] },
	{ kind: 'failed', id: 'e', why: 'From this document, gone.png leads to no picture. Check the path.' },
	{ kind: 'proposed', id: 'f', proposal: { alt: 'Long. '.repeat(30), reason: '' } },
	{ kind: 'decided', ids: ['f'], decision: 'accepted' },
	{ kind: 'decided', ids: ['g'], decision: 'skipped' },
	{ kind: 'decided', ids: ['h'], decision: 'decorative' },
	{ kind: 'applied', outcomes: [['h', 'written']] },
];

describe('The review of alt text', () => {
	const open = useReviewPage();

	const order = async ({ rows }: ReviewPage): Promise<readonly (string | null)[]> =>
		rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-id')));

	it('has no violations, and nothing sticks out: in four themes, two widths and at 400 %', async () => {
		const review = await open({ events: allStates, viewport: { width: 900, height: 1400 } });
		await expect(review.rows).toHaveCount(8);
		for (const theme of themes) {
			await review.wear(theme);
			await review.screenshot(`review-${theme.replaceAll(' ', '-')}.png`);
			expect(await axeViolations(review.page), theme).toEqual([]);
			expect(await overflowing(review.page), theme).toEqual([]);
		}
		await review.page.setViewportSize({ width: 500, height: 700 });
		expect(await overflowing(review.page)).toEqual([]);
		await review.screenshot('review-narrow.png');
		await review.page.setViewportSize({ width: 320, height: 256 });
		expect(await overflowing(review.page)).toEqual([]);
	});

	it('is worked through by keys alone', async () => {
		const review = await open({ events: scannedReview(images) });
		const { keyboard } = review.page;
		await review.apply({ kind: 'proposed', id: 'b', proposal: { alt: 'A bar chart.', reason: '' } });
		await review.page.locator('main').press('Tab');
		await review.row('a').focus();
		await keyboard.press('s');
		await expect(review.row('a')).toHaveAttribute('data-state', 'skipped');
		await expect(review.row('b')).toBeFocused();
		await keyboard.press('Enter');
		await keyboard.type(' Of sales.');
		await keyboard.press('Control+Enter');
		await expect(review.row('b')).toHaveAttribute('data-state', 'accepted');
		await expect(review.row('c')).toBeFocused();
		await keyboard.press('r');
		await keyboard.type('shorter');
		await keyboard.press('Enter');
		await expect(review.row('c')).toBeFocused();
		await keyboard.press('d');
		await expect(review.row('c')).toHaveAttribute('data-state', 'accepted');
		await keyboard.press('Home');
		await expect(review.row('a')).toBeFocused();
		await keyboard.press('u');
		await expect(review.row('a')).toHaveAttribute('data-state', 'open');
		await keyboard.press('p');
		await expect(review.page.getByRole('dialog')).toBeVisible();
		await expect(review.page.getByRole('dialog').locator('img')).toBeVisible();
		await keyboard.press('Escape');
		await expect(review.page.getByRole('dialog')).toBeHidden();
		await expect(review.row('a')).toBeFocused();
		await keyboard.press('o');
		expect(review.sent.filter(({ type }) => type !== 'edit')).toEqual([
			{ type: 'decide', ids: ['a'], decision: 'skipped' },
			{ type: 'decide', ids: ['b'], decision: 'accepted' },
			{ type: 'ask', id: 'c', wish: 'shorter' },
			{ type: 'decide', ids: ['c'], decision: 'decorative' },
			{ type: 'decide', ids: ['a'] },
			{ type: 'open', id: 'a' },
		]);
		expect(review.sent.findLast(({ type }) => type === 'edit')).toEqual({
			type: 'edit',
			id: 'b',
			alt: 'A bar chart. Of sales.',
		});
	});

	it('is filtered by state, file and rule, and searched', async () => {
		const review = await open({ events: allStates, viewport: { width: 900, height: 1400 } });
		const choose = async (name: string, value: string): Promise<unknown> =>
			review.page.getByRole('combobox', { name }).selectOption(value);
		await choose('State', 'skipped');
		expect(await order(review)).toEqual(['g']);
		await choose('State', '');
		await choose('File', 'file:///docs/help.html');
		expect(await order(review)).toEqual(['c', 'd']);
		await choose('File', '');
		await choose('Rule', 'placeholder');
		expect(await order(review)).toEqual(['b']);
		await review.page.getByRole('searchbox').fill('nowhere');
		await expect(review.page.getByText('No row has all of this. Change the filters or the search.')).toBeVisible();
		await choose('Rule', '');
		await review.page.getByRole('searchbox').fill('GONE');
		expect(await order(review)).toEqual(['d']);
		await review.apply({ kind: 'stopped' });
		await expect(review.page.getByRole('status')).toHaveText('8 of 8 images in 3 files, 1 shown');
	});

	it('has of ten thousand rows those in view in the page, and the one with the focus', async () => {
		const many = Array.from({ length: 10_000 }, (_, index) =>
			reviewImage(`row-${index}`, { document: `file:///docs/${Math.floor(index / 10)}.md`, line: index }),
		);
		const review = await open({ events: scannedReview(many) });
		expect(await review.rows.count()).toBeLessThan(20);
		await review.row('row-0').focus();
		await review.page.keyboard.press('End');
		await expect(review.row('row-9999')).toBeFocused();
		await expect(review.row('row-9999')).toBeInViewport();
		expect(await review.rows.count()).toBeLessThan(20);
		await review.page.locator('main').evaluate((main) => main.scrollTo(0, 0));
		await expect(review.row('row-0')).toBeInViewport();
		await expect(review.row('row-9999')).toBeFocused();
		await expect(review.row('row-9999')).toHaveAttribute('aria-setsize', '10000');
	});
});
