import Mocha from 'mocha';
import { writeFileSync } from 'node:fs';

/** What a suite hands to `npm test`, as JSON in the file that GLIMPSE_TEST_REPORT names. */
export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** Runs test files, prints them as they go and reports the counts. */
export async function runMocha(files: readonly string[], options: { readonly timeout: number }): Promise<Counts> {
	const grep = process.env['GLIMPSE_TEST_GREP'];
	const mocha = new Mocha({ ui: 'bdd', timeout: options.timeout, ...(grep && { grep }) });
	for (const file of files) mocha.addFile(file);
	await mocha.loadFilesAsync();
	const counts = await new Promise<Counts>((resolve) => {
		const runner = mocha.run((failed) => {
			const { passes = 0, pending = 0 } = runner.stats ?? {};
			resolve({ passed: passes, failed, skipped: pending });
		});
	});
	const report = process.env['GLIMPSE_TEST_REPORT'];
	if (report) writeFileSync(report, JSON.stringify(counts));
	return counts;
}
