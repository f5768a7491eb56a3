import assert from 'node:assert/strict';
import { pressIn, reviewRow } from '../support/reviewDriver.ts';
import { altAnswer } from '../support/altTextRequests.ts';
import { sample, useSharedWindow } from '../support/sharedWindows.ts';
import { until } from '../support/waiting.ts';

describe('Review Alt Text', () => {
	const bed = useSharedWindow({
		files: {
			'docs/one.md': '# Sales\n\nHow we sold.\n\n![](chart-sales.png)\n',
			'docs/two.html': '<h1>Dialog</h1>\n<img src="dialog-light.png">\n',
			'docs/three.md': '![image](dialog-light.png)\n',
			'docs/four.mdx': '<img src="chart-sales.png" />\n',
			'docs/chart-sales.png': sample('chart-sales.png'),
			'docs/dialog-light.png': sample('dialog-light.png'),
		},
	});

	it('of a folder: edits one, skips one, marks one as decorative, has one written again, and applies', async () => {
		const { glm, window } = bed;
		const { review } = window;
		await window.chooseFor('docs', 'Review Alt Text');
		await review.locator('div.row').nth(3).waitFor();
		await window.screenshot('test-output/review.png');
		// Two pictures in two documents each: the same one isn't sent twice.
		for (const name of ['First', 'Second']) glm.script({ kind: 'text', text: altAnswer(`${name} answer.`) });
		await pressIn(review, 'Write 4 Texts…');
		await window.dialog().getByRole('button', { name: 'Write Alt Text' }).click();
		await review.locator('[data-state="proposed"]').nth(3).waitFor();
		assert.equal(glm.requests.length, 2);
		await window.screenshot('test-output/review-written.png');
		const one = reviewRow(window, 'docs/one.md:5');
		await one.getByRole('textbox').fill('Sales grew by a third.');
		await pressIn(one, 'Accept');
		await pressIn(reviewRow(window, 'docs/two.html:2'), 'Decorative');
		await pressIn(reviewRow(window, 'docs/three.md:1'), 'Skip');
		const four = reviewRow(window, 'docs/four.mdx:1');
		glm.script({ kind: 'text', text: altAnswer('Shorter.') });
		await pressIn(four, 'Write Again…');
		await four.getByRole('textbox', { name: 'What should be different?' }).fill('shorter');
		await window.page.keyboard.press('Enter');
		await until('another text', async () => (await four.getByRole('textbox').inputValue()) === 'Shorter.');
		await pressIn(four, 'Accept');
		await pressIn(review, 'Apply 3');
		await review.locator('[data-state="written"]').nth(2).waitFor();
		await window.screenshot('test-output/review-applied.png');
		for (const [name, before, after] of [
			['one.md:5', '![](chart-sales.png)', '![Sales grew by a third.](chart-sales.png)'],
			['two.html:2', '<img src="dialog-light.png">', '<img src="dialog-light.png" alt="">'],
			['four.mdx:1', '<img src="chart-sales.png" />', '<img src="chart-sales.png" alt="Shorter." />'],
		] as const) {
			await reviewRow(window, `docs/${name}`)
				.getByRole('button', { name: `docs/${name}` })
				.click();
			await window.line(after).waitFor();
			await window.page.keyboard.press('ControlOrMeta+Z');
			await window.line(before).waitFor();
			await window.page.locator('.tab').getByText('Alt Text Review').click();
		}
	});
});
