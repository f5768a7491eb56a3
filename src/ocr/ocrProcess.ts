// The process that decodes pictures and reads their text, built as a file of its own: dist/local/worker.mjs.
import type { ReadReport, ReadRequest, WorkerStart } from './messages.ts';
import { loadVips } from '../workers/loadVips.ts';
import { serve, startData } from '../workers/serve.ts';
import { readPicture, type ReadingServices } from './readPicture.ts';
import { Recogniser } from './recogniser.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the host
const { folder, scripts, limits } = startData() as WorkerStart;

let services: Promise<ReadingServices> | undefined;

async function start(): Promise<ReadingServices> {
	// Unpacking is done beside each other.
	const [vips, recogniser] = await Promise.all([loadVips(folder), Recogniser.start(folder, scripts[0])]);
	return { vips, recogniser, scripts, limits };
}

const load = (): Promise<ReadingServices> => (services ??= start());

serve<ReadRequest, ReadReport>(async (request, report) => {
	for await (const message of readPicture(request, await load())) report(message);
}, load);
