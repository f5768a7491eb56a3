import assert from 'node:assert/strict';
import { readPlanQuota } from '../../../../src/core/glm/planQuota.ts';

const now = Date.parse('2026-11-28T10:00:00Z');
const hour = 60 * 60 * 1000;
const soon = now + 4 * hour;
const later = now + 100 * hour;

const answer = (...limits: readonly unknown[]): unknown => ({
	code: 200,
	success: true,
	data: { level: 'pro', limits },
});
const tokens = (percentage: unknown, nextResetTime: unknown = soon): object => ({
	type: 'TOKENS_LIMIT',
	unit: 3,
	number: 5,
	percentage,
	nextResetTime,
});
const tools = { type: 'TIME_LIMIT', unit: 5, number: 1, usage: 1000, percentage: 99, nextResetTime: later };

describe('readPlanQuota', () => {
	const read: readonly [title: string, answer: unknown, percent: number, resetsAt: number | undefined][] = [
		['tokens for five hours and a week', answer(tokens(12), tokens(59, later), tools), 59, later],
		['the fuller one, whichever comes first', answer(tokens(60), tokens(59, later)), 60, soon],
		['of equals the one that resets last', answer(tokens(100), tokens(100, later), tokens(100, soon)), 100, later],
		[
			'credits',
			answer({
				type: 'CREDIT_LIMIT',
				unit: 3,
				number: 5,
				usage: 12_000,
				currentValue: 402,
				remaining: 11_615,
				percentage: 3,
				nextResetTime: soon,
			}),
			3,
			soon,
		],
		['numbers as texts', answer(tokens('42', String(soon))), 42, soon],
		['nothing used, and no period begun', answer({ type: 'TOKENS_LIMIT', percentage: 0 }), 0, undefined],
		['a plan that is overdrawn', answer(tokens(103)), 103, soon],
		['a reset in the past', answer(tokens(5, now - 1)), 5, undefined],
		['a reset in seconds', answer(tokens(5, soon / 1000)), 5, undefined],
		['a reset after all ages', answer(tokens(5, 1e300)), 5, undefined],
		['a reset that is no number', answer(tokens(5, { $date: soon })), 5, undefined],
		['beside entries that make no sense', answer(null, 7, 'x', [], tokens(-1), tokens(8), tokens('1e300')), 8, soon],
		['without the usual wrapping', { data: { limits: [tokens(8)] } }, 8, soon],
	];
	for (const [title, body, percent, resetsAt] of read) {
		it(title, () => assert.deepEqual(readPlanQuota(JSON.stringify(body), now), { percent, resetsAt }));
	}

	const unreadable: readonly [title: string, body: string][] = [
		['nothing', ''],
		['no JSON', '<html>'],
		['JSON of another kind', '[1]'],
		['an account without a plan', '{"code":500,"msg":"当前用户不存在coding plan","success":false}'],
		['a plan of a team', JSON.stringify(answer())],
		['tools alone', JSON.stringify(answer(tools))],
		['a kind that nobody knows', JSON.stringify(answer({ type: 'WISH_LIMIT', percentage: 3 }))],
		['no list', '{"data":{"limits":{"0":{"type":"TOKENS_LIMIT","percentage":3}}}}'],
		['no percentage', JSON.stringify(answer({ type: 'TOKENS_LIMIT', nextResetTime: soon }))],
		...[-1, 1e300, 1001, 'NaN', 'Infinity', '', '3 %', null, true, [3], {}].map((percentage): [string, string] => [
			`a percentage of ${JSON.stringify(percentage)}`,
			JSON.stringify(answer(tokens(percentage))),
		]),
		['a number beyond all', '{"data":{"limits":[{"type":"TOKENS_LIMIT","percentage":1e999}]}}'],
		['a deep one', `${'{"data":'.repeat(7000)}1${'}'.repeat(7000)}`],
	];
	for (const [title, body] of unreadable) {
		it(`nothing can be said: ${title}`, () => assert.equal(readPlanQuota(body, now), undefined));
	}
});
