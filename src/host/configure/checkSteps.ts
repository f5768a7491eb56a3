import * as vscode from 'vscode';
import { failureOf, throwIfCancelled } from '../../core/failure.ts';
import type { PreparedImage } from '../../core/media.ts';
import { failureMessage } from '../failures/failureMessage.ts';

/** One step of Check Connection, in words that may be pasted into a bug report: no key, no path, no address of this machine. */
export interface CheckedStep {
	readonly name: string;
	readonly outcome: 'good' | 'bad' | 'not checked';
	readonly words: string;
}

/**
 * Returns what runs one step after the other, and keeps what came of them: the words that a step returns, or those of its
 * failure. Behind the first bad one nothing is checked.
 */
export function stepRunner(signal: AbortSignal): {
	readonly steps: readonly CheckedStep[];
	/** @throws FailureError `cancelled` */
	readonly step: (name: string, check: () => Promise<string> | string) => Promise<void>;
} {
	const { l10n } = vscode;
	const steps: CheckedStep[] = [];
	let isBad = false;
	return {
		steps,
		step: async (name, check) => {
			throwIfCancelled(signal);
			if (isBad) return void steps.push({ name, outcome: 'not checked', words: l10n.t('not checked') });
			try {
				steps.push({ name, outcome: 'good', words: await check() });
			} catch (error) {
				throwIfCancelled(signal);
				isBad = true;
				steps.push({ name, outcome: 'bad', words: failureMessage(failureOf(error))?.message ?? String(error) });
			}
		},
	};
}

/** A PNG of one colour, not too small for any model: some refuse less than 28 pixels on a side. */
export const tinyPicture: PreparedImage = {
	name: 'check.png',
	mediaType: 'image/png',
	width: 64,
	height: 64,
	bytes: Buffer.from(
		'iVBORw0KGgoAAAANSUhEUgAAAEAAAABAAQMAAACQp+OdAAAAA1BMVEUePMhXjoDdAAAAD0lEQVR42mNgGAWjgHwAAAJAAAHgTR1EAAAAAElFTkSuQmCC',
		'base64',
	),
};
