import { pressIn, reviewRow } from '../support/reviewDriver.ts';
import { sample, useSharedWindow } from '../support/sharedWindows.ts';

describe('Check Alt Text', () => {
	const bed = useSharedWindow({
		files: {
			'docs/one.md': '![Chart of things](chart-sales.png)\n',
			'docs/chart-sales.png': sample('chart-sales.png'),
		},
	});

	it('of a folder shows what is said about a text, and writes the better one once it is accepted', async () => {
		const { glm, window } = bed;
		const { review } = window;
		const better = 'Sales rise by a third.';
		glm.script({ kind: 'text', text: JSON.stringify({ verdict: 'vague', better, reason: 'It names no data.' }) });
		await window.chooseFor('docs', 'Check Alt Text');
		await window.dialog().getByRole('button', { name: 'Check Alt Text' }).click();
		const row = reviewRow(window, 'docs/one.md:1');
		await row.getByText('Too vague').waitFor();
		await row.getByText('It names no data.').waitFor();
		await window.screenshot('test-output/review-checked.png');
		await pressIn(row, 'Accept');
		await pressIn(review, 'Apply 1');
		await review.locator('[data-state="written"]').waitFor();
		await row.getByRole('button', { name: 'docs/one.md:1' }).click();
		await window.line(`![${better}](chart-sales.png)`).waitFor();
	});
});
