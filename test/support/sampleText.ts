import { readFileSync } from 'node:fs';
import type { SampleLine } from './visibleLines.ts';

/** The lines that each sample shows, by its name. */
export const sampleText: Readonly<Record<string, readonly SampleLine[]>> = JSON.parse(
	readFileSync(new URL('../fixtures/samples/text.json', import.meta.url), 'utf8'),
);

/** The samples with English text. */
export const englishSamples = [
	'settings-light.png',
	'editor-dark.png',
	'dialog-light.png',
	'chart-sales.png',
	'diagram-deploy.png',
] as const;
