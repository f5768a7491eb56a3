// Asks a real service, and prints what came beside what was expected: `npm run live -- --endpoint URL --model ID`.
import { parseArgs } from 'node:util';
import { parseEndpoint } from '../../src/core/endpoint.ts';
import { failureOf } from '../../src/core/failure.ts';
import { assertModelSupports } from '../../src/core/glm/modelFit.ts';
import { limitsAt } from '../../src/core/glm/models.ts';
import { serviceAt } from '../../src/core/glm/services.ts';
import { withoutKey } from '../../src/core/glm/withoutKey.ts';
import { privateLookup } from '../../src/engines/glm/publicAddress.ts';
import { createUndiciTransport } from '../../src/engines/glm/undiciTransport.ts';
import { liveCheck, mostRequests } from './liveCheck.ts';
import { questionsFor, type Subject } from './questions.ts';

const help = `npm run live -- --endpoint URL --model ID

Puts a few small questions to a service, at most ${mostRequests} requests, and prints what came beside what was expected.
The API key comes from the environment variable GLIMPSE_API_KEY; a local server needs none. Plain http goes to this
machine and into private networks only. Ctrl+C stops.

Exit code: 0 if all was as expected, 1 if something wasn't, 2 if nothing could be asked, 130 after Ctrl+C.`;

/** Reads who is asked; prints why and exits where that can't be. */
function subjectOf(args: readonly string[]): Subject {
	try {
		const { values } = parseArgs({
			args: [...args],
			options: { endpoint: { type: 'string' }, model: { type: 'string' } },
		});
		if (!values.endpoint || !values.model) throw new Error('There is no --endpoint, or no --model.');
		const { model } = values;
		// Whoever types a host agrees to plain http there.
		const endpoint = parseEndpoint(values.endpoint, [URL.parse(values.endpoint)?.host ?? '']);
		const limits = limitsAt(serviceAt(endpoint), model);
		assertModelSupports(model, { images: 2, localImages: true, limits, maxTokens: undefined });
		const key = process.env['GLIMPSE_API_KEY']?.trim() || undefined;
		return { endpoint, service: serviceAt(endpoint), model, key };
	} catch (error) {
		const failure = failureOf(error);
		console.error(`${'reason' in failure ? failure.reason : `It can't be asked: ${failure.kind}.`}\n\n${help}`);
		process.exit(2);
	}
}

const subject = subjectOf(process.argv.slice(2));
const transport = createUndiciTransport(
	{ proxy: '', noProxy: [], proxyAuthorization: undefined, strictSsl: true, useProxy: true },
	{ plainLookup: privateLookup },
);
const stopped = new AbortController();
process.once('SIGINT', () => stopped.abort());

const print = (line: string): void => console.log(withoutKey(line, subject.key));
const questions = questionsFor(subject);
const widthOf = (texts: readonly string[]): number => Math.max(...texts.map((text) => text.length));
const widths = [
	widthOf(questions.map(({ what }) => what)),
	widthOf(questions.map(({ sent }) => sent)),
	widthOf(questions.map(({ expected }) => expected.words)),
];
const printRow = (mark: string, ...cells: readonly string[]): void =>
	print(`${mark}  ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd());

print(
	`${subject.model} at ${subject.endpoint.host} (${subject.service.name ?? subject.service.kind}), ${new Date().toISOString()}`,
);
printRow(' ', 'question', 'sent', 'expected', 'came');
const check = liveCheck(subject, { transport: transport.send, signal: stopped.signal });
let deviations = 0;
let step = await check.next();
for (; !step.done; step = await check.next()) {
	const { question, came, deviation } = step.value;
	if (deviation !== undefined) deviations++;
	const what = deviation === undefined ? came : `${deviation}: ${came}`;
	printRow(deviation === undefined ? '✔' : '✘', question.what, question.sent, question.expected.words, what);
}
const { requests, left } = step.value;
print(
	[
		deviations === 0 ? 'Nothing was otherwise than expected' : `${deviations} otherwise than expected`,
		...(left > 0 ? [`${left} not asked`] : []),
		`${requests} requests.`,
	].join(', '),
);
await transport.destroy();
process.exitCode = stopped.signal.aborted ? 130 : deviations > 0 ? 1 : 0;
