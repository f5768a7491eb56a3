import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';

/** VS Code calls this in the extension host; the bundled tests lie beside this file. */
export async function run(): Promise<void> {
	markOutput();
	// Mocha keeps the console.log that it finds when it loads.
	const { runMocha } = await import('../support/runMocha.ts');
	const files = globSync(join(dirname(fileURLToPath(import.meta.url)), '**', '*.test.js')).sort();
	const counts = await runMocha(files, { timeout: 60_000 });
	if (counts.failed > 0) throw new Error(`${counts.failed} failed`);
}

/** In the VS Code server the output of tests arrives among the page's own; test/support/vscodeLauncher.mjs tells it by the mark. */
function markOutput(): void {
	const mark = process.env['GLIMPSE_TEST_MARK'];
	if (!mark) return;
	const write = console.log.bind(console);
	const marked = (...args: unknown[]) => write('%s', mark + format(...args));
	// VS Code makes the methods of its console read-only.
	globalThis.console = { ...console, log: marked, info: marked, warn: marked, error: marked };
}
