import { expect } from '@playwright/test';
import type { NextAnswerer } from '../../src/core/protocol.ts';
import type { Page } from 'playwright-core';
import { ended, answered, asked, glm, thisMachine, thought, withdrawn, written } from '../support/pageConversation.ts';
import { usePanelPage } from '../support/pagePanel.ts';

const long = Array.from({ length: 60 }, (_, index) => `Paragraph ${index + 1} of the answer.`).join('\n\n');

describe('An answer in the panel', () => {
	const open = usePanelPage();

	it('shows Markdown as the user expects it', async () => {
		const markdown = [
			'# Title & more',
			'A **bold** and *slanted* word, `code <b>`, &lt;tag&gt; and a [link](https://example.com/a).',
			'1. one\n2. two\n   - inner\n- [x] done',
			'| a | b |\n| - | - |\n| 1 | 2 |',
			'```\nconst a = 1 < 2;\n```',
			'> quoted',
			'Last.',
		].join('\n\n');
		const panel = await open({ events: answered('1', markdown) });
		const html = await panel.turn('done').locator('.answer').innerHTML();
		const bare = html.replaceAll(/ (tabindex|class|title|type|dir|data-\w+)="[^"]*"|<svg.*?<\/svg>/gs, '');
		expect(bare).toBe(
			'<h3>Title &amp; more</h3>' +
				'<p>A <strong>bold</strong> and <em>slanted</em> word, <code>code &lt;b&gt;</code>, &lt;tag&gt; and a ' +
				'<a href="https://example.com/a">link</a>.</p>' +
				'<ol start="1"><li>one</li><li>two<ul><li>inner</li></ul></li></ol>' +
				'<ul><li><input disabled="" aria-label="done"> done</li></ul>' +
				'<div><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table></div>' +
				'<div><div><span></span><button aria-label="Copy Code"></button>' +
				'<button aria-label="Insert Code at Cursor"></button><button aria-label="Open in Editor"></button></div>' +
				'<pre><code>const a = 1 &lt; 2;</code></pre></div>' +
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
		const inPieces = await open({ events: asked('1') });
		for (const [piece] of markdown.matchAll(/[^]{1,3}/g)) {
			await inPieces.apply(written('1', piece));
			await inPieces.drawn();
		}
		await inPieces.apply(...ended('1'));
		const inOne = await open({ events: answered('1', markdown) });
		const html = await inOne.turn('done').locator('.answer').innerHTML();
		expect(await inPieces.turn('done').locator('.answer').innerHTML()).toBe(html);
	});

	it('has its formulas and its code drawn by scripts that are loaded with the first of them, once', async () => {
		const loaded: string[] = [];
		const beforeLoad = async (page: Page): Promise<void> => {
			page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
		};
		const panel = await open({ events: answered('1', 'It costs $5 to $6.'), beforeLoad });
		await panel.drawn();
		expect(loaded.filter((path) => path.endsWith('.js'))).toEqual(['/main.js']);
		await panel.apply(...answered('2', 'It is $x^2$.', { text: 'And?' }));
		await panel.formulasDrawn();
		await panel.apply(...answered('3', 'It is $x^3$.', { text: 'And?' }));
		await panel.formulasDrawn();
		await expect(panel.turns.locator('math')).toHaveText(['x2', 'x3']);
		expect(loaded.filter((path) => path.endsWith('.js'))).toEqual(['/main.js', '/drawFormula.js']);
		await panel.apply(...answered('4', '```ts\nconst a = 1;\n```', { text: 'And in code?' }));
		await expect(panel.turns.locator('.code-keyword')).toHaveText('const');
		expect(loaded.filter((path) => path.endsWith('.js'))).toEqual(['/main.js', '/drawFormula.js', '/colorCode.js']);
	});

	it('leads from the mark of a footnote to it, and back', async () => {
		const panel = await open({ events: answered('1', `So.[^a]\n\n${long}\n\n[^a]: Says *who*.`) });
		await panel.button('Footnote 1').click();
		const note = panel.turns.locator('.footnote');
		await expect(note).toBeFocused();
		await expect(note).toBeInViewport();
		await panel.button('Back from Footnote 1').click();
		await expect(panel.button('Footnote 1')).toBeFocused();
	});

	it('keeps details open while more of them is written', async () => {
		const panel = await open({ events: asked('1') });
		await panel.apply(written('1', '<details><summary>More</summary>\n\nOne.\n\n'));
		await panel.page.getByText('More', { exact: true }).click();
		await panel.apply(written('1', 'Two.\n\nThree.\n\n</details>\n\nAfter.'));
		await expect(panel.page.getByText('Three.')).toBeVisible();
	});

	it('that was cut at the token limit says so, and goes on with Continue', async () => {
		const panel = await open({
			events: [...asked('1'), written('1', 'Half a sentence that'), ...ended('1', 'length')],
		});
		await expect(panel.turn('done').locator('.note')).toHaveText('The answer was cut off at 567 tokens.');
		await panel.button('Continue').click();
		await expect.poll(() => panel.sent).toEqual([{ type: 'continue' }]);
	});

	it('that the service takes back goes, with its thinking, and the reason stands there', async () => {
		const panel = await open({ events: [...asked('1'), thought('1', 'Let me see.'), written('1', 'It shows a')] });
		const turn = panel.turns.first();
		await expect(turn.locator('.answer')).toHaveText('It shows a');
		await expect(turn.locator('.reasoning')).toBeVisible();
		await panel.apply(withdrawn('1', { message: 'The service blocked this answer.' }));
		await expect(turn.locator('.failure p')).toHaveText('The service blocked this answer.');
		await expect(turn.locator('.answer')).toBeEmpty();
		await expect(turn.locator('.reasoning')).toBeHidden();
		await expect(turn.locator('.failure').getByRole('button')).toHaveText(['Ask Again']);
		await expect(turn.locator('.row')).toBeHidden();
	});

	it('that the service begins anew replaces what was written, and says so', async () => {
		const panel = await open({ events: [...asked('1'), written('1', '# One\n\nA first beginning.\n\nAnd m')] });
		await panel.apply(
			{ kind: 'part', turnId: '1', part: { kind: 'restarted' } },
			written('1', '# One\n\nAll of it.'),
			...ended('1'),
		);
		const turn = panel.turn('done');
		await expect(turn.locator('.note')).toHaveText('The service started its answer over.');
		await expect(turn.locator('.answer > *')).toHaveText(['One', 'All of it.']);
	});

	/**
	 * Scrolls from one place to another while something at the end of the conversation changes its height, as a picture does
	 * when it arrives. Places are in pixels above the end, heights in pixels: before, in the moment of scrolling, and a frame later.
	 *
	 * @returns how far from the end the panel is once that is drawn
	 */
	async function scroll(from: number, to: number, heights: readonly [number, number, number]): Promise<number> {
		const { page } = await open({ events: answered('1', long) });
		return page.evaluate(
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
				return place();
			},
			{ from, to, heights },
		);
	}

	it('is followed to its end by who comes down there', async () => {
		expect(await scroll(200, 10, [0, 0, 300])).toBe(0);
	});

	it('is followed to its end when the page grows or shrinks just as it scrolls', async () => {
		expect(await scroll(200, 10, [0, 300, 300])).toBe(0);
		expect(await scroll(20, 0, [300, 0, 500])).toBe(0);
	});

	for (const distance of [10, 200]) {
		it(`stays where it is for who scrolls up by ${distance} pixels to read`, async () => {
			expect(await scroll(0, distance, [0, 300, 300])).toBe(distance + 300);
		});
	}

	it('is followed from its beginning, wherever the one before was read', async () => {
		const panel = await open({ events: answered('1', long) });
		const main = panel.page.locator('main');
		const place = async (): Promise<number> =>
			main.evaluate(({ scrollHeight, clientHeight, scrollTop }) => scrollHeight - clientHeight - scrollTop);
		await expect.poll(place).toBe(0);
		await main.evaluate((element) => element.scrollTo(0, 0));
		await panel.drawn();
		await panel.apply(...answered('2', 'Short.', { text: 'And now?' }));
		await panel.turn('done').getByText('Short.').waitFor();
		await expect.poll(place).toBe(0);
	});

	describe('says who gives the next one, and leads to another', () => {
		const alone = { answerer: thisMachine, setting: 'local' } as const;

		for (const { next, name, words, message } of [
			{
				next: { answerer: glm, setting: 'auto' },
				name: 'glm-4.6v-flash · 127.0.0.1',
				words: 'glm-4.6v-flash',
				message: { type: 'selectModel' },
			},
			{ next: alone, name: 'This machine', words: 'This machine', message: { type: 'selectModel' } },
			{
				next: { answerer: undefined, setting: 'glm' },
				name: 'nobody; a setting is wrong',
				words: 'nobody; a setting is wrong',
				message: { type: 'openSettings' },
			},
		] as const) {
			it(name, async () => {
				const panel = await open({ nextAnswerer: next });
				await expect(panel.answerer(name)).toHaveText(words);
				await panel.answerer(name).click();
				await expect.poll(() => panel.sent).toEqual([message]);
			});
		}

		it('as soon as that changes', async () => {
			const panel = await open({ nextAnswerer: alone });
			await expect(panel.answerer('This machine')).toBeVisible();
			await panel.post({ type: 'nextAnswerer', nextAnswerer: { answerer: glm, setting: 'auto' } });
			await expect(panel.answerer('glm-4.6v-flash · 127.0.0.1')).toBeVisible();
		});
	});

	describe('of this machine alone', () => {
		const alone: NextAnswerer = { answerer: thisMachine, setting: 'auto' };
		const events = answered('1', 'No model looked.', { answerer: thisMachine });
		const note = (panel: Awaited<ReturnType<typeof open>>) => panel.turn('done').locator('.note');

		it('says that a model on it could see the picture, and leads to the list', async () => {
			const panel = await open({ events, nextAnswerer: alone });
			await expect(note(panel)).toHaveText(
				'A model on this machine (Ollama, LM Studio, llama.cpp) could see it without an account.',
			);
			await panel.turn('done').getByRole('button', { name: 'Select Model' }).click();
			await expect.poll(() => panel.sent).toEqual([{ type: 'act', turnId: '1', action: 'selectModel' }]);
		});

		it('names the model that was found', async () => {
			const panel = await open({ events, nextAnswerer: alone });
			await panel.post({ type: 'nextAnswerer', nextAnswerer: { ...alone, foundModel: 'qwen3-vl:8b' } });
			await expect(note(panel)).toHaveText('qwen3-vl:8b on this machine can see it without an account.');
		});

		it('says nothing of that to who has chosen to do without a model, and under earlier answers', async () => {
			const panel = await open({ events, nextAnswerer: { answerer: thisMachine, setting: 'local' } });
			await expect(note(panel)).toHaveText('');
			const two = await open({
				events: [...events, ...answered('2', 'No model looked.', { answerer: thisMachine })],
				nextAnswerer: alone,
			});
			await expect(two.page.locator('.turn').first().locator('.note')).toHaveText('');
		});
	});

	it('of this machine keeps each row in one line, and wraps what is no row', async () => {
		const row = `Name of the column${' '.repeat(12)}Second column${' '.repeat(12)}Third column`;
		const prose = 'Words of a paragraph that is wider than the panel and has no columns at all.';
		const panel = await open({
			events: answered('1', `\`\`\`\`text\n${row}\n${prose}\n\`\`\`\``, { answerer: thisMachine }),
		});
		const code = panel.turn('done').locator('pre.text code');
		await expect(code).toHaveText(`${row}\n${prose}`, { useInnerText: false });
		const heights = await code.evaluate((element) => {
			const heightOf = (node: Node): number => {
				const range = document.createRange();
				range.selectNodeContents(node);
				return new Set(Array.from(range.getClientRects(), ({ top }) => Math.round(top))).size;
			};
			return Array.from(element.childNodes, heightOf);
		});
		expect(heights[0]).toBe(1);
		expect(heights[1]).toBeGreaterThan(1);
		expect(
			await code.evaluate(({ parentElement }) => (parentElement?.scrollWidth ?? 0) > (parentElement?.clientWidth ?? 0)),
		).toBe(true);
	});

	it('of this machine alone offers a key', async () => {
		const panel = await open({
			events: answered('1', 'No model looked.', { answerer: thisMachine }),
			nextAnswerer: { answerer: thisMachine, setting: 'auto' },
		});
		await panel.turn('done').getByRole('button', { name: 'Set API Key' }).click();
		await expect.poll(() => panel.sent).toEqual([{ type: 'act', turnId: '1', action: 'setApiKey' }]);
	});
});
