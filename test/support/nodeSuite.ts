// Runs the test files of one folder in this Node: `node test/support/nodeSuite.ts FOLDER TIMEOUT`.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { runMocha } from './runMocha.ts';

const [folder = '', timeout = ''] = process.argv.slice(2);
const files = globSync(join(folder, '**', '*.test.ts')).sort();
const counts = await runMocha(files, { timeout: Number(timeout) });
// What a test left open must not keep the suite from ending.
process.exit(counts.failed > 0 ? 1 : 0);
