import { join } from 'node:path';
import type { AltTextRuleId } from '../core/review/altTextRules.ts';
import { DiskFiles, pathWithSlashes } from '../documents/diskFiles.ts';
import { ScanPool } from '../documents/scanPool.ts';
import type { Command } from './arguments.ts';
import { findDocuments } from './findDocuments.ts';
import { formatReport } from './formats.ts';
import { reportedFindings } from './report.ts';
import { readRepository } from './repository.ts';
import { scanRepository } from './scanRepository.ts';
import { severitiesOf } from './severities.ts';
import { tellUnread } from './tellUnread.ts';

/**
 * Reports what is wrong with alt texts. Sends nothing.
 * @returns the exit code: 1 if there are more warnings than are let pass, or an error
 * @throws UsageError
 */
export async function check({
	paths,
	format,
	rules,
	maxWarnings,
}: Extract<Command, { readonly name: 'check' }>): Promise<number> {
	const here = pathWithSlashes('.');
	const files = new DiskFiles();
	const repository = await readRepository(files, here);
	const severities = severitiesOf(repository.rules, rules);
	const { signal } = new AbortController();
	const named = paths.length > 0 ? paths : ['.'];
	const pool = new ScanPool({ folder: join(import.meta.dirname, 'local') });
	const found = findDocuments(named, { files, repository, signal });
	const isWanted = (rule: AltTextRuleId): boolean => severities.has(rule);
	const { documents, read, images, unread } = await scanRepository(found, {
		files,
		repository,
		pool,
		isWanted,
		signal,
	}).finally(() => pool.dispose());
	tellUnread(unread, here);
	const findings = reportedFindings(documents, { severities, maxLength: repository.maxLength });
	const report = { findings, documents: read, images };
	process.stdout.write(formatReport(report, { format, here, root: repository.root }));
	const count = (severity: string): number => findings.filter((each) => each.severity === severity).length;
	return count('error') > 0 || count('warning') > maxWarnings ? 1 : 0;
}
