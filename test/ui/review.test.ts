import assert from 'node:assert/strict';
import { pressIn, reviewRow } from '../support/reviewDriver.ts';
import { altAnswer } from '../support/altTextRequests.ts';
import { sample, useSharedWindow } from '../support/sharedWindows.ts';
import { until } from '../support/waiting.ts';

/** A sample with other bytes behind its end: answers are kept by the content of pictures, over tests too. */
function ownPicture(name: string, own: string): Uint8Array {
	return Buffer.concat([sample(name), Buffer.from(own)]);
}

describe('Review Alt Text', () => {
	/** A folder with four documents and two pictures, each of which is in two of them. */
	const folder = (name: string, first: string, second: string): Record<string, string | Uint8Array> => ({
		[`${name}/one.md`]: `# Sales\n\nHow we sold.\n\n![](${first})\n`,
		[`${name}/two.html`]: `<h1>Dialog</h1>\n<img src="${second}">\n`,
		[`${name}/three.md`]: `![image](${second})\n`,
		[`${name}/four.mdx`]: `<img src="${first}" />\n`,
		[`${name}/${first}`]: ownPicture(first, name),
		[`${name}/${second}`]: ownPicture(second, name),
	});
	const bed = useSharedWindow({
		files: {
			...folder('docs', 'chart-sales.png', 'dialog-light.png'),
			...folder('guide', 'editor-dark.png', 'settings-light.png'),
			...folder('manual', 'diagram-deploy.png', 'dialog-chinese.png'),
		},
	});

	/** Has a folder reviewed, and is asked whether texts are to be written; these are the answers. */
	async function startWriting(name: string, answers: readonly string[]): Promise<void> {
		const { glm, window } = bed;
		await window.chooseFor(name, 'Review Alt Text');
		await window.review.locator('div.row').nth(3).waitFor();
		for (const text of answers) glm.script({ kind: 'text', text: altAnswer(text) });
		await pressIn(window.review, 'Write 4 Texts…');
	}

	async function agree(): Promise<void> {
		await bed.window.dialog().getByRole('button', { name: 'Write Alt Text' }).click();
	}

	it('of a folder: edits one, skips one, marks one as decorative, has one written again, and applies', async () => {
		const { glm, window } = bed;
		const { review } = window;
		// Two pictures in two documents each: the same one isn't sent twice.
		await startWriting('docs', ['First answer.', 'Second answer.']);
		await window.screenshot('test-output/review.png');
		await agree();
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

	it('goes on where it was when the window is reloaded in the middle, and asks nothing twice', async () => {
		const { glm, window } = bed;
		await startWriting('guide', ['First answer.']);
		const held = glm.script({ kind: 'text', text: altAnswer('Never.'), isHeld: true });
		await agree();
		await held.held;
		await window.review.locator('[data-state="proposed"]').nth(1).waitFor();
		glm.script({ kind: 'text', text: altAnswer('Second answer.') });
		await bed.reload();
		await (
			await held.request
		).closed;
		// The editor writes down lately which tabs are open.
		await bed.host.call('run', 'glimpse.openReview');
		await window.review.locator('[data-state="proposed"]').nth(3).waitFor();
		await reviewRow(window, 'guide/one.md:5').waitFor();
		// One picture before, and the other one again, which had no answer.
		assert.equal(glm.requests.length, 3);
	});

	it('by keys alone, from the Explorer to the documents', async () => {
		const { glm, window } = bed;
		const { review, page } = window;
		const { keyboard } = page;
		/** Goes on until something has the focus. */
		const reach = async (key: string, wanted: string): Promise<void> => {
			const target = review.locator(`:focus:is(${wanted})`);
			for (let count = 0; count < 15 && !(await target.isVisible()); count++) await keyboard.press(key);
			await target.waitFor();
		};
		const proposed = review.locator('[data-state="proposed"]');
		for (const name of ['First', 'Second']) glm.script({ kind: 'text', text: altAnswer(`${name} answer.`) });
		await keyboard.press('F1');
		await window.typeInInputBox('>Glimpse: Review Alt Text');
		await keyboard.press('Enter');
		await review.locator('div.row:focus').waitFor();
		await review.getByText('12 of 12 images in 12 files').waitFor();
		await reach('Shift+Tab', '[type=search]');
		await keyboard.type('manual/');
		await review.getByText('4 shown').waitFor();
		await reach('Shift+Tab', '.primary');
		await keyboard.press('Enter');
		await window.dialog().waitFor();
		await keyboard.press('Enter');
		await proposed.nth(3).waitFor();
		await reach('Tab', '.row');
		await keyboard.press('Home');
		await keyboard.press('a');
		await keyboard.press('Enter');
		await keyboard.press('Shift+Home');
		await keyboard.type('A plan of the rollout.');
		await keyboard.press('ControlOrMeta+Enter');
		await keyboard.press('s');
		await keyboard.press('d');
		await review.locator('[data-state="accepted"]').nth(2).waitFor();
		await reach('Shift+Tab', '.apply');
		await keyboard.press('Enter');
		await review.locator('[data-state="written"]').nth(2).waitFor();
		await reach('Tab', '.row');
		await keyboard.press('Home');
		await keyboard.press('ArrowDown');
		await keyboard.press('o');
		await window.line('![A plan of the rollout.](diagram-deploy.png)').waitFor();
	});
});
