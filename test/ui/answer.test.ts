import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { GlmServer } from '../support/glmServer.ts';
import { answerText, describeInPanel, nextTurn, press, turns, waitForTurn } from '../support/panelDriver.ts';
import { useWindow } from '../support/useWindow.ts';
import type { VscodeWindow } from '../support/window.ts';

describe('An answer in the panel', () => {
	let glm: GlmServer;
	let window: VscodeWindow;

	useWindow((opened) => {
		({ glm, window } = opened);
	});

	/** Has the stand-in answer this, and gives what the panel made of it. */
	async function shown(markdown: string): Promise<Locator> {
		glm.script({ kind: 'text', text: markdown });
		return describeInPanel(window, 'dialog-light.png', 'done');
	}

	it('shows Markdown as the user expects it', async () => {
		const turn = await shown(
			[
				'# Title & more',
				'A **bold** and *slanted* word, `code <b>`, &lt;tag&gt; and a [link](https://example.com/a).',
				'1. one\n2. two\n   - inner\n- [x] done',
				'| a | b |\n| - | - |\n| 1 | 2 |',
				'```ts\nconst a = 1 < 2;\n```',
				'> quoted',
				'Last.',
			].join('\n\n'),
		);
		const html = await turn.locator('.answer').evaluate((answer) => answer.innerHTML);
		assert.equal(
			html.replaceAll(/ (tabindex|class|title|type|data-\w+)="[^"]*"/g, ''),
			'<h3>Title &amp; more</h3>' +
				'<p>A <strong>bold</strong> and <em>slanted</em> word, <code>code &lt;b&gt;</code>, &lt;tag&gt; and a ' +
				'<a href="https://example.com/a">link</a>.</p>' +
				'<ol start="1"><li>one</li><li>two<ul><li>inner</li></ul></li></ol>' +
				'<ul><li>☑ done</li></ul>' +
				'<div><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table></div>' +
				'<div><pre><code>const a = 1 &lt; 2;</code></pre>' +
				'<div><button>Copy Code</button><button>Open in Editor</button></div></div>' +
				'<blockquote><p>quoted</p></blockquote>' +
				'<p>Last.</p>',
		);
	});

	it('is drawn the same in pieces as in one', async () => {
		const markdown = [
			'Intro\nline two',
			'- a\n\n- b\n\n  more of b',
			'```\ncode\n\n\nafter two blank lines\n```',
			'Text\n===',
			'1. x\n\n\n2. y',
			'    indented\n\n    code',
			'End.',
		].join('\n\n');
		const inPieces = await shown(markdown);
		const frame = await window.panelFrame();
		const htmlOf = (index: number): Promise<string> =>
			frame.evaluate((at) => document.querySelectorAll('.answer')[at]?.innerHTML ?? '', index);
		const count = await turns(window).count();
		const streamed = await htmlOf(count - 1);
		await window.runCommand('View: Toggle Secondary Side Bar Visibility');
		await inPieces.waitFor({ state: 'detached' });
		await window.runCommand('View: Toggle Secondary Side Bar Visibility');
		await waitForTurn(window, 'done', turns(window).nth(count - 1));
		const again = await (
			await window.panelFrame()
		).evaluate((at) => document.querySelectorAll('.answer')[at]?.innerHTML ?? '', count - 1);
		assert.equal(streamed, again);
	});

	it('that was cut at the token limit says so, and goes on with Continue', async () => {
		glm.script({ kind: 'text', text: 'Half a sentence that', finishReason: 'length' });
		const turn = await describeInPanel(window, 'dialog-light.png', 'done');
		await turn.getByText(/The answer was cut off at \d+ tokens\./).waitFor();
		const next = await nextTurn(window);
		await press(turn, 'Continue');
		await waitForTurn(window, 'done', next);
		const { messages } = (glm.requests.at(-1)?.body ?? {}) as { messages?: { role: string; content: unknown }[] };
		assert.deepEqual(
			messages?.map(({ role }) => role),
			['user', 'assistant', 'user'],
		);
		assert.equal(messages?.[1]?.content, 'Half a sentence that');
	});

	it('that the safety audit blocks is taken back, with the reason', async () => {
		glm.script({ kind: 'sensitive' });
		const turn = await describeInPanel(window, 'dialog-light.png', 'failed');
		assert.equal(await answerText(turn), '');
		assert.equal(await turn.locator('.reasoning').isVisible(), false);
		assert.equal(
			await turn.locator('.failure').innerText(),
			'The service blocked this answer because of its content and took back what was written. Ask in a different way. ' +
				'Its safety check found: your question or its pictures (severity 3 of 4).',
		);
	});

	it('that the service begins anew replaces what was written, and says so', async () => {
		glm.script({ kind: 'glued' });
		const turn = await describeInPanel(window, 'dialog-light.png', 'done');
		await turn.getByText('The service started its answer over.').waitFor();
		assert.equal((await answerText(turn)).match(/ends here/g)?.length, 1);
		assert.equal(await turn.locator('.answer :is(h3, h4)').count(), 1);
	});

	/**
	 * Scrolls from one place to another while something at the end of the conversation changes its height, as a picture does
	 * when it arrives. Places are in pixels above the end, heights in pixels: before, in the moment of scrolling, and a frame later.
	 *
	 * @returns how far from the end the panel is once that is drawn
	 */
	async function scroll(from: number, to: number, heights: readonly [number, number, number]): Promise<number> {
		const frame = await window.panelFrame();
		return frame.evaluate(
			async (given) => {
				const main = document.querySelector('main') ?? document.body;
				const changing = document.createElement('div');
				main.querySelector('.turns')?.append(changing);
				const place = (): number => main.scrollHeight - main.clientHeight - main.scrollTop;
				const setHeight = (height: number): void => changing.style.setProperty('height', `${height}px`);
				const drawn = async (): Promise<void> => {
					for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame);
					// Out of the frame, to where messages arrive.
					await new Promise((resolve) => setTimeout(resolve));
				};
				const [before, meanwhile, then] = given.heights;
				setHeight(before);
				await drawn();
				main.scrollTop += place() - given.from;
				await drawn();
				main.scrollTop += place() - given.to;
				setHeight(meanwhile);
				await new Promise(requestAnimationFrame);
				setHeight(then);
				await drawn();
				const left = place();
				changing.remove();
				await drawn();
				return left;
			},
			{ from, to, heights },
		);
	}

	it('is followed to its end by who comes down there', async () => {
		assert.equal(await scroll(200, 10, [0, 0, 300]), 0);
	});

	it('is followed to its end when the page grows or shrinks just as it scrolls', async () => {
		assert.equal(await scroll(200, 10, [0, 300, 300]), 0);
		assert.equal(await scroll(20, 0, [300, 0, 500]), 0);
	});

	for (const distance of [10, 200]) {
		it(`stays where it is for who scrolls up by ${distance} pixels to read`, async () => {
			assert.equal(await scroll(0, distance, [0, 300, 300]), distance + 300);
		});
	}

	it('of this machine alone says so first, reads what stands there, and offers a key', async () => {
		await window.panel.getByRole('button', { name: 'Use This Machine Only' }).click();
		await window.panel.getByText('Answered by: This machine').waitFor();
		const before = glm.requests.length;
		const turn = await describeInPanel(window, 'settings-light.png', 'done');
		const text = await answerText(turn);
		assert.match(text, /^No model looked at this picture\./);
		assert.match(text, /1280×800 pixels/);
		assert.match(text, /Choose what you want to hear about and how you are told\./);
		await turn.getByRole('button', { name: 'Set API Key' }).waitFor();
		assert.equal(glm.requests.length, before);
		await window.panel.getByRole('button', { name: 'Use GLM Again' }).click();
		await window.panel.getByText('Answered by: glm-4.6v-flash').waitFor();
	});
});
