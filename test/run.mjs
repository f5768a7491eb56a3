// `npm test`: sets up, builds, runs the suites in two lanes and sums up. Options: unit, host, page, ui, --grep TEXT.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { install, installPackages } from './support/install.mjs';
import { projectDir } from './support/places.mjs';
import { runNode } from './support/runNode.mjs';

/**
 * The scripts of the suites. A test may take a minute, also a window's two: a slow machine is no reason to fail.
 * @type {Record<string, readonly string[]>}
 */
const suites = {
	unit: ['test/support/nodeSuite.ts', 'test/unit', '60000'],
	host: ['test/support/hostSuite.ts'],
	page: ['test/support/nodeSuite.ts', 'test/page', '60000'],
	ui: ['test/support/nodeSuite.ts', 'test/ui', '120000'],
};

/**
 * Lanes run side by side, the suites of a lane one after the other: most windows wait for each other, and leave a processor
 * to the tests without one.
 */
const lanes = [
	['unit', 'page'],
	['host', 'ui'],
];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { grep: { type: 'string' } } });
const unknown = positionals.find((name) => !(name in suites));
if (unknown) {
	console.error(`There is no suite "${unknown}", only ${Object.keys(suites).join(', ')}.`);
	process.exit(2);
}

// Unit tests need neither an editor nor a browser.
await (positionals.length > 0 && positionals.every((name) => name === 'unit') ? installPackages() : install());
const built = await runNode(['esbuild.mjs']);
if (built !== 0) process.exit(built);

const outputDir = join(projectDir, 'test-output');
mkdirSync(outputDir, { recursive: true });

const total = { passed: 0, failed: 0, skipped: 0 };
let ok = true;
const chosen = lanes
	.map((lane) => lane.filter((name) => positionals.length === 0 || positionals.includes(name)))
	.filter((lane) => lane.length > 0);
await Promise.all(
	chosen.map(async (lane, index) => {
		const isLast = index === chosen.length - 1;
		for (const name of lane) await runSuite(name, isLast ? 'at once' : 'at its end');
	}),
);
ok &&= total.passed + total.failed > 0;
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = ok ? 0 : 1;

/**
 * Runs one suite and adds up its tests.
 * @param {string} name
 * @param {'at once' | 'at its end'} prints so that what two suites print doesn't mix
 */
async function runSuite(name, prints) {
	const start = performance.now();
	const report = join(outputDir, `${name}.json`);
	rmSync(report, { force: true });
	const code = await runNode(suites[name] ?? [], {
		env: { GLIMPSE_TEST_REPORT: report, ...(values.grep && { GLIMPSE_TEST_GREP: values.grep }) },
		// The window tests take 7 on a machine that does much else.
		minutes: 40,
		heading: `\n── ${name} ──`,
		prints,
	});
	if (code === 130) process.exit(130);
	const counts = readCounts(report);
	const ran = counts.passed + counts.failed + counts.skipped;
	if (code !== 0 && counts.failed === 0) console.error(`${name}: ended with code ${code}`);
	if (ran === 0 && !values.grep) console.error(`${name}: no test ran`);
	ok &&= code === 0 && counts.failed === 0 && (ran > 0 || values.grep !== undefined);
	total.passed += counts.passed;
	total.failed += counts.failed;
	total.skipped += counts.skipped;
	const seconds = ((performance.now() - start) / 1000).toFixed(1);
	const windows = Object.entries(counts.started ?? {}).map(([kind, count]) => `, ${count} ${kind}`);
	console.log(`${name}: ${ran} tests in ${seconds} s${windows.join('')}`);
}

/**
 * @param {string} path
 * @returns {import('./support/runMocha.ts').Counts} nothing ran when a suite ended before it could report
 */
function readCounts(path) {
	try {
		return JSON.parse(readFileSync(path, 'utf8'));
	} catch {
		return { passed: 0, failed: 0, skipped: 0 };
	}
}
