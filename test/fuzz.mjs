// `npm run fuzz`: spoils pictures of every kind in random ways and prepares them, 100,000 times. Options: --runs N, --seed N.
import { install } from './support/install.mjs';
import { runNode } from './support/runNode.mjs';

await install();
const built = await runNode(['esbuild.mjs']);
process.exitCode = built === 0 ? await runNode(['test/support/fuzzPictures.ts', ...process.argv.slice(2)]) : built;
