import { expect, type Locator } from '@playwright/test';
import { altVerdicts } from '../../src/core/altText/judgement.ts';
import type { ReviewEvent } from '../../src/core/review/review.ts';
import { axeViolations, overflowing } from '../support/panelChecks.ts';
import { useReviewPage } from '../support/useReviewPage.ts';
import { reviewImage, scannedReview } from '../support/reviewRows.ts';
import { themes } from '../support/themes.ts';

/** An image with a text that breaks no rule. */
const written = { state: 'written', alt: 'A chart of the sales.', findings: [], canMarkDecorative: true } as const;

const better: Readonly<Record<(typeof altVerdicts)[number], string | undefined>> = {
	fits: undefined,
	vague: 'Sales rise by a third.',
	wrong: undefined,
	repeats: 'Sales rise in all quarters, most in spring.',
	empty: '',
};

/** A row for each verdict, by its name; one that isn't judged yet; and one without a text. */
const judged: readonly ReviewEvent[] = [
	...scannedReview([
		...altVerdicts.map((verdict, index) => reviewImage(verdict, { ...written, line: index })),
		reviewImage('later', { ...written, line: 20 }),
		reviewImage('none', { line: 30 }),
	]),
	...altVerdicts.map((verdict): ReviewEvent => {
		const alt = better[verdict];
		const proposal = alt === undefined ? undefined : { alt, reason: '' };
		return { kind: 'judged', id: verdict, judgement: { verdict, reason: `Why ${verdict}.` }, proposal };
	}),
];

describe('The review of alt text that was checked', () => {
	const open = useReviewPage();

	it('says of each text what the model says of it, and proposes the better one', async () => {
		const review = await open({ events: judged, viewport: { width: 900, height: 1400 } });
		for (const [verdict, words, state] of [
			['fits', 'Fits', 'fits'],
			['vague', 'Too vague', 'proposed'],
			['wrong', 'Wrong', 'open'],
			['repeats', 'Repeats the text beside it', 'proposed'],
			['empty', 'Better empty', 'proposed'],
		] as const) {
			const row = review.row(verdict);
			await expect(row).toHaveAttribute('data-state', state);
			await expect(row.locator('.judgement')).toHaveText(`${words} Why ${verdict}.`);
			await expect(row.getByRole('textbox')).toHaveValue(better[verdict] ?? '');
			await expect(row).toHaveAttribute('aria-label', new RegExp(words));
			await expect(row.getByRole('button', { name: 'Accept' })).toBeEnabled({ enabled: state === 'proposed' });
		}
		await expect(review.row('later').locator('.judgement')).toBeHidden();
		const field = (id: string): Locator => review.row(id).getByRole('textbox');
		await expect(field('fits')).toHaveAttribute('placeholder', 'Nothing else proposed: the text stays as it is');
		await expect(field('wrong')).toHaveAttribute('placeholder', 'No text yet: write one, or have it written');
		await review.row('vague').focus();
		await review.page.keyboard.press('a');
		await expect(review.row('vague')).toHaveAttribute('data-state', 'accepted');
		await expect(review.row('vague').locator('.verdict')).toHaveText('Too vague');
	});

	it('has no violations, and nothing sticks out: in four themes and two widths', async () => {
		const review = await open({ events: judged, viewport: { width: 900, height: 1400 } });
		await expect(review.rows).toHaveCount(7);
		for (const theme of themes) {
			await review.wear(theme);
			await review.screenshot(`review-judged-${theme.replaceAll(' ', '-')}.png`);
			expect(await axeViolations(review.page), theme).toEqual([]);
			expect(await overflowing(review.page), theme).toEqual([]);
		}
		await review.page.setViewportSize({ width: 320, height: 256 });
		expect(await overflowing(review.page)).toEqual([]);
	});

	it('has the texts checked that are shown and were not', async () => {
		const review = await open({ events: judged });
		await review.button('Check 1 Text…').click();
		expect(review.sent).toEqual([{ type: 'check', ids: ['later'] }]);
		await expect(review.button('Write 2 Texts…')).toBeEnabled();
		await review.apply({ kind: 'queued', ids: ['later'], asks: 'judgement' });
		await expect(review.page.getByRole('status')).toHaveText('Checking: 1 to go');
		await expect(review.row('later').locator('.state')).toHaveText('Being checked');
		await expect(review.button('Check 0 Texts…')).toBeHidden();
	});

	it('is filtered by what fits', async () => {
		const review = await open({ events: judged });
		await review.page.getByRole('combobox', { name: 'State' }).selectOption('fits');
		await expect(review.rows).toHaveCount(1);
		await expect(review.row('fits')).toBeVisible();
	});
});
