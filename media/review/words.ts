import * as l10n from '@vscode/l10n';
import type { AltVerdict } from '../../src/core/altText/judgement.ts';
import { rowState, type ReviewRow, type RowState } from '../../src/core/review/review.ts';

/** Returns the state of a row in words. */
export function stateName(state: RowState): string {
	switch (state) {
		case 'open':
			return l10n.t('Open');
		case 'working':
			return l10n.t('Being written');
		case 'failed':
			return l10n.t('Failed');
		case 'proposed':
			return l10n.t('Proposed');
		case 'fits':
			return l10n.t('Fits');
		case 'accepted':
			return l10n.t('Accepted');
		case 'skipped':
			return l10n.t('Skipped');
		case 'written':
			return l10n.t('Written');
		case 'lost':
			return l10n.t('Changed since');
	}
}

/** Returns the state of a row in words, which say what a model is asked for. */
export function rowStateName(row: ReviewRow): string {
	const { work } = row;
	if (work?.kind === 'inBatch') return l10n.t('In the batch');
	const isJudged = work !== undefined && 'asks' in work && work.asks === 'judgement';
	return isJudged ? l10n.t('Being checked') : stateName(rowState(row));
}

/** Returns what a model says about an alt text, in two or three words. */
export function verdictName(verdict: AltVerdict): string {
	switch (verdict) {
		case 'fits':
			return l10n.t('Fits');
		case 'vague':
			return l10n.t('Too vague');
		case 'wrong':
			return l10n.t('Wrong');
		case 'repeats':
			return l10n.t('Repeats the text beside it');
		case 'empty':
			return l10n.t('Better empty');
	}
}
