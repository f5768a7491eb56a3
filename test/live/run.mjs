// `npm run live -- --endpoint URL --model ID`: puts a few questions to a real service; see runLive.ts.
import { installPackages } from '../support/install.mjs';
import { runNode } from '../support/runNode.mjs';

await installPackages();
process.exitCode = await runNode(['test/live/runLive.ts', ...process.argv.slice(2)]);
