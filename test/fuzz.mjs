// `npm run fuzz`: spoils pictures and videos and makes up documents and answers, 100,000 times in all. Options: the parts
// (pictures, documents, answers, videos), --runs N, --seed N.
import { install } from './support/install.mjs';
import { runNode } from './support/runNode.mjs';

await install();
const built = await runNode(['esbuild.mjs']);
process.exitCode = built === 0 ? await runNode(['test/support/fuzzCases.ts', ...process.argv.slice(2)]) : built;
