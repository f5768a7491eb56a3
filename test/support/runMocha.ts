import Mocha from 'mocha';
import { writeFileSync } from 'node:fs';
import { started } from './started.ts';

/** What a suite hands to `npm test`, as JSON in the file that GLIMPSE_TEST_REPORT names. */
export interface Counts {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
	/** Where windows were opened: how many, and what under them. */
	readonly started?: typeof started;
}

/** Runs test files, prints them as they go and reports the counts. */
export async function runMocha(files: readonly string[], options: { readonly timeout: number }): Promise<Counts> {
	const grep = process.env['GLIMPSE_TEST_GREP'];
	const mocha = new Mocha({ ui: 'bdd', timeout: options.timeout, ...(grep && { grep }) });
	for (const file of files) mocha.addFile(file);
	await mocha.loadFilesAsync();
	const counts = await new Promise<Counts>((resolve) => {
		const runner = mocha.run((failed) => {
			const { passes = 0, pending = 0 } = runner.stats ?? {};
			resolve({ passed: passes, failed, skipped: pending, ...(started.windows > 0 && { started }) });
		});
	});
	const report = process.env['GLIMPSE_TEST_REPORT'];
	if (report) writeFileSync(report, JSON.stringify(counts));
	return counts;
}
