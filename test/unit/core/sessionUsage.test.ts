import assert from 'node:assert/strict';
import { addUsage, noUsage } from '../../../src/core/sessionUsage.ts';

const usage = { promptTokens: 2_000_000, completionTokens: 1_000_000, totalTokens: 3_000_000 };

describe('addUsage', () => {
	it('adds tokens and what they cost', () => {
		const once = addUsage(noUsage, usage, { currency: '¥', input: 1, output: 3 });
		assert.deepEqual(once, { tokens: 3_000_000, costs: { '¥': 5 }, hasUnknownPrice: false });
		assert.deepEqual(addUsage(once, usage, 'free'), { tokens: 6_000_000, costs: { '¥': 5 }, hasUnknownPrice: false });
		const dollars = addUsage(once, usage, { currency: '$', input: 0.3, output: 0.9 });
		assert.deepEqual(dollars.costs, { '¥': 5, $: 1.5 });
	});

	it('promises no price that nobody knows', () => {
		assert.equal(addUsage(noUsage, usage, undefined).hasUnknownPrice, true);
	});
});
