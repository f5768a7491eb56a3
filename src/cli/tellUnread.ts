import { failureSentence } from './failureSentence.ts';
import { logLine } from './formats.ts';
import { relativePath } from './relativePath.ts';
import type { ScannedRepository } from './scanRepository.ts';

/** Says which documents could not be read. */
export function tellUnread(unread: ScannedRepository['unread'], here: string): void {
	for (const { path, failure } of unread) {
		process.stderr.write(`${logLine(`${relativePath(here, path)}: ${failureSentence(failure)}`)}\n`);
	}
}
