import { readFileSync } from 'node:fs';
import type { PreparedImage } from '../../src/core/media.ts';
import type { LocalEngine } from '../../src/engines/localEngine.ts';
import { screensFolder, screenText } from './screenTable.ts';
import { scoreText, type TextScore } from './textScore.ts';

/** What this machine read on a drawn screen. */
export interface ScreenReading {
	readonly score: TextScore;
	/** Rows whose cells don't stand in one line in their order; a cell counts that was read nearly right. */
	readonly brokenRows: readonly string[];
	readonly milliseconds: number;
}

const shown = screenText();

/** Has the engine read a screen of `screenTable`, and compares it with what the screen shows. */
export async function readScreen(engine: LocalEngine, name: string): Promise<ScreenReading> {
	const bytes = readFileSync(new URL(name, screensFolder));
	const mediaType = name.endsWith('.jpg') ? 'image/jpeg' : 'image/png';
	const image: PreparedImage = { name, bytes, mediaType, width: 1, height: 1 };
	const request = { task: 'extractText', messages: [{ role: 'user', text: '', media: [image] }] } as const;
	const start = performance.now();
	let answer = '';
	for await (const part of engine.answer(request, new AbortController().signal))
		if (part.kind === 'text') answer += part.text;
	const milliseconds = performance.now() - start;
	const text = answer.split('````')[1]?.replace(/^text/, '') ?? '';
	const { lines = [], rows = [] } = shown[name] ?? {};
	const token = /^(?:zh|ja)-/.test(name) ? 'character' : 'word';
	const written = text.split('\n').map(lettersOf);
	return {
		score: scoreText(text, lines.join('\n'), token),
		brokenRows: rows.filter((row) => !written.some((line) => holds(line, row))).map((row) => row.join(' | ')),
		milliseconds,
	};
}

const lettersOf = (text: string): string => text.normalize('NFKC').replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Tells whether a line has the start or the end of each cell, one cell behind the other. */
function holds(line: string, row: readonly string[]): boolean {
	let at = 0;
	return row.every((cell) => {
		const letters = lettersOf(cell);
		const part = letters.slice(0, Math.ceil(letters.length / 3));
		const found = [part, letters.slice(-part.length)]
			.map((some) => line.indexOf(some, at))
			.filter((place) => place >= 0);
		if (letters !== '' && found.length === 0) return false;
		if (letters !== '') at = Math.max(...found) + 1;
		return true;
	});
}
