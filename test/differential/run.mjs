// `npm run differential -- FOLDER…`: holds the readers of documents against other parsers; prints each difference with the
// smallest document that shows it, and figures by language.
import { installPackages } from '../support/install.mjs';
import { runNode } from '../support/runNode.mjs';

await installPackages();
process.exitCode = await runNode(['test/differential/runDifferential.ts', ...process.argv.slice(2)]);
