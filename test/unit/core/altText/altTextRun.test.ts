import assert from 'node:assert/strict';
import { estimateRunCost, runAll, takeTurns } from '../../../../src/core/altText/altTextRun.ts';
import { decideOutcome, isOnGitHub } from '../../../../src/core/altText/altText.ts';
import { escapeMarkdownText } from '../../../../src/core/markup/escapeMarkdownText.ts';
import { standaloneSvg } from '../../../../src/core/markup/standaloneSvg.ts';

/** Lets what is ready run. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Tasks that take turns', () => {
	it('are done three at once, in their order, whatever fails', async () => {
		const inTurn = takeTurns();
		let running = 0;
		let most = 0;
		const begun: number[] = [];
		const task = async (number: number): Promise<number> => {
			begun.push(number);
			most = Math.max(most, ++running);
			await turn();
			running--;
			if (number % 2 === 1) throw new Error(`${number}`);
			return number;
		};
		const numbers = Array.from({ length: 20 }, (_, number) => number);
		const run = (): Promise<readonly PromiseSettledResult<number>[]> =>
			Promise.allSettled(numbers.map((number) => inTurn(() => task(number))));
		const results = await run();
		assert.deepEqual(
			results.map(({ status }) => status),
			numbers.map((number) => (number % 2 === 1 ? 'rejected' : 'fulfilled')),
		);
		assert.deepEqual(begun, numbers);
		await run();
		assert.equal(most, 3);
	});
});

describe('A run over many pictures', () => {
	const items = Array.from({ length: 20 }, (_, index) => index);

	it('works on three at once, and on each one once', async () => {
		let running = 0;
		let most = 0;
		const done: number[] = [];
		const work = async (item: number): Promise<void> => {
			most = Math.max(most, ++running);
			await turn();
			running--;
			done.push(item);
		};
		await runAll({ items, work, signal: new AbortController().signal });
		assert.equal(most, 3);
		assert.deepEqual(
			done.toSorted((a, b) => a - b),
			items,
		);
	});

	it('works on fewer from the moment on that the service is busy', async () => {
		let running = 0;
		const seen: number[] = [];
		const work = async (item: number, slowDown: () => void): Promise<void> => {
			seen.push(++running);
			if (item === 0) slowDown();
			await turn();
			if (item === 5) slowDown();
			await turn();
			running--;
		};
		await runAll({ items, work, signal: new AbortController().signal });
		assert.equal(seen.length, items.length);
		assert.ok(Math.max(...seen.slice(3)) <= 2, seen.join());
		assert.equal(Math.max(...seen.slice(8)), 1, seen.join());
	});

	it('ends with the signal, and with the first error', async () => {
		const controller = new AbortController();
		const done: number[] = [];
		const stopped = runAll({
			items,
			signal: controller.signal,
			work: async (item) => {
				await turn();
				done.push(item);
				if (item === 4) controller.abort();
			},
		});
		await stopped;
		assert.ok(done.length < 9, done.join());
		const failing = runAll({
			items,
			signal: new AbortController().signal,
			work: async (item) => {
				await turn();
				if (item === 2) throw new Error('no balance');
			},
		});
		await assert.rejects(failing, /no balance/);
	});

	it('costs what the model costs', () => {
		const yuan = { currency: '¥' } as const;
		assert.equal(estimateRunCost(yuan, 'glm-4.6v-flash', 100), 'free');
		assert.equal(estimateRunCost(yuan, 'unheard-of', 100), undefined);
		assert.deepEqual(estimateRunCost(yuan, 'glm-4.6v', 100), { ...yuan, amount: 0.225 });
		const thinking = estimateRunCost(yuan, 'glm-5.3-flash', 100);
		assert.ok(typeof thinking === 'object' && thinking.amount > (100 * 1800 * 0.8) / 1e6);
		assert.deepEqual(estimateRunCost({ currency: '$' }, 'glm-4.6v', 100), { currency: '$', amount: 0.0675 });
		assert.equal(estimateRunCost({ currency: undefined }, 'glm-4.6v', 100), undefined);
	});
});

describe('How an answer is applied', () => {
	for (const [path, is] of [
		['/w/README.md', true],
		['/w/packages/a/readme.zh-CN.md', true],
		['/w/.github/ISSUE_TEMPLATE/bug.md', true],
		['/w/docs/guide.md', false],
		['/w/README.html', false],
	] as const) {
		it(`${path} is ${is ? '' : 'not '}shown by GitHub`, () => assert.equal(isOnGitHub(path), is));
	}

	const elsewhere = { isOnGitHub: false, isAloneInLink: false };
	for (const [name, answer, place, expected] of [
		['decoration', { kind: 'decorative', alt: '' }, elsewhere, ['', false]],
		['decoration with a text', { kind: 'decorative', alt: 'x' }, elsewhere, ['', false]],
		['decoration on GitHub', { kind: 'decorative', alt: '' }, { ...elsewhere, isOnGitHub: true }, [undefined, true]],
		[
			'decoration alone in a link',
			{ kind: 'decorative', alt: 'x' },
			{ ...elsewhere, isAloneInLink: true },
			['x', true],
		],
		['a function', { kind: 'functional', alt: 'x' }, { ...elsewhere, isAloneInLink: true }, ['x', false]],
	] as const) {
		it(name, () => {
			const { write, suggestsDecorative } = decideOutcome({ ...answer, reason: '' }, place);
			assert.deepEqual([write, suggestsDecorative], expected);
		});
	}

	it('a description is plain text in Markdown', () => {
		assert.equal(
			escapeMarkdownText('# 1. *a* <b> [c](d) `e` {f} &amp; |'),
			'\\# 1. \\*a\\* \\<b\\> \\[c\\](d) \\`e\\` \\{f\\} \\&amp; \\|',
		);
		assert.equal(escapeMarkdownText('12. June'), '12\\. June');
	});

	it('a drawing of JSX becomes a file', () => {
		assert.equal(
			standaloneSvg('<svg viewBox="0 0 1 1" className="a"><path strokeWidth="2" d="M0"/></svg>'),
			'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" class="a"><path stroke-width="2" d="M0"/></svg>',
		);
	});
});
