import assert from 'node:assert/strict';
import { createLocalEngine, type LocalEngine } from '../../../src/engines/localEngine.ts';
import { readScreen, type ScreenReading } from '../../support/readScreen.ts';
import { screenTable, screenText } from '../../support/screenTable.ts';
import { builtFolder } from './builtFolder.ts';
import { plainWords } from './plainWords.ts';

/** The least F1 of each screen, and of all on average. */
const least = 0.95;
const leastMean = 0.985;

/** The least share of rows whose cells stand in one line of the answer, in their order. */
const leastRows = 0.9;

const shown = screenText();

describe('Drawn screens, read on this machine', function () {
	this.timeout(120_000);
	let engine: LocalEngine;
	const readings: ScreenReading[] = [];

	before(() => {
		engine = createLocalEngine({ words: plainWords, folder: builtFolder(), languages: ['en'] });
	});

	after(() => engine.dispose());

	for (const { name } of screenTable) {
		it(`reads ${name}`, async () => {
			const reading = await readScreen(engine, name);
			readings.push(reading);
			const { f1, missing, extra } = reading.score;
			assert.ok(f1 >= least, `F1 ${f1.toFixed(3)}, without ${missing.join(' ')}, but with ${extra.join(' ')}`);
			const rows = shown[name]?.rows ?? [];
			assert.ok(reading.brokenRows.length <= (1 - leastRows) * rows.length, reading.brokenRows.join('\n'));
		});
	}

	it('reads all of them nearly right on average', () => {
		const mean = readings.reduce((sum, { score }) => sum + score.f1, 0) / readings.length;
		assert.ok(mean >= leastMean, `F1 ${mean.toFixed(4)} on average`);
	});
});
