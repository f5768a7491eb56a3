// `npm run bench`: sets up, builds, and measures one part after the other. Options: names of parts, to measure only those.
import { install } from '../support/install.mjs';
import { runNode } from '../support/runNode.mjs';

const parts = [
	'sse',
	'panel',
	'sizes',
	'pictures',
	'localText',
	'screens',
	'altText',
	'review',
	'reviewRows',
	'stop',
	'clipboard',
	'followUp',
	'stream',
	'host',
];

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !parts.includes(name));
if (unknown !== undefined) {
	console.error(`There is no part "${unknown}", only ${parts.join(', ')}.`);
	process.exit(2);
}

await install();
const built = await runNode(['esbuild.mjs']);
if (built !== 0) process.exit(built);

let failed = 0;
for (const name of wanted.length > 0 ? wanted : parts) {
	// A process for each, so that no part measures the rubbish of the one before.
	const code = await runNode(['--expose-gc', 'test/bench/runPart.ts', name], { minutes: 5 });
	if (code === 130) process.exit(130);
	if (code !== 0) {
		console.error(`${name}: could not be measured`);
		failed++;
	}
}
process.exitCode = failed > 0 ? 1 : 0;
