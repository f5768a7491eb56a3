import * as l10n from '@vscode/l10n';
import type { Token } from 'marked';
import { blocksOf } from './plainText.ts';

/** What is read out of blocks while an answer is written: code, which is not made for that, only as being there. */
export function spokenBlocks(blocks: readonly Token[]): readonly string[] {
	return blocks.flatMap((block) => (block.type === 'code' ? [l10n.t('A block of code.')] : blocksOf([block])));
}
