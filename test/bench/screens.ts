// How much of drawn screens is read right on this machine, and how long each takes.
import { join } from 'node:path';
import { createLocalEngine } from '../../src/engines/localEngine.ts';
import { projectDir } from '../support/places.mjs';
import { readScreen } from '../support/readScreen.ts';
import { screenTable } from '../support/screenTable.ts';
import { plainWords } from '../unit/local/plainWords.ts';
import { milliseconds, type Row, type Table } from './table.ts';

export async function measureScreens(): Promise<Table> {
	const engine = createLocalEngine({ words: plainWords, folder: join(projectDir, 'dist/local'), languages: ['en'] });
	try {
		const rows: Row[] = [];
		let [sum, time] = [0, 0];
		for (const { name } of screenTable) {
			const { score, milliseconds: took } = await readScreen(engine, name);
			sum += score.f1;
			time += took;
			const wrong = `without ${score.missing.join(' ') || 'none'}; with ${score.extra.join(' ') || 'none'}`;
			rows.push({ what: name, value: score.f1.toFixed(3), goal: '≥ 0.95', raw: `${milliseconds(took)}; ${wrong}` });
		}
		const mean = {
			what: 'on average',
			value: (sum / rows.length).toFixed(4),
			goal: '≥ 0.985',
			raw: milliseconds(time),
		};
		return {
			title: 'Drawn screens read on this machine: F1 over words, over characters for Chinese and Japanese',
			rows: [mean, ...rows],
		};
	} finally {
		engine.dispose();
	}
}
