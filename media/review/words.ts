import * as l10n from '@vscode/l10n';
import type { RowState } from '../../src/core/review/review.ts';

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
