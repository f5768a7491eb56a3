import assert from 'node:assert/strict';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import { rowState } from '../../src/core/review/review.ts';
import { ReviewSession } from '../../src/host/review/reviewSession.ts';
import { altAnswer } from '../support/altTextRequests.ts';
import { projectDir } from '../support/places.mjs';
import { selfSigned, startProxy } from '../support/webServer.ts';
import { useConversation } from './useConversation.ts';
import { usePerson } from './usePerson.ts';
import { useProxy } from './useProxy.ts';

const key = 'key.of-an-account';
const asBatch = 'Send as Batch (half the price, within 24 hours)';

/** What the service answers, as a line of its file. */
interface AnswerLine {
	readonly response: { readonly body: { readonly choices: readonly [{ message: { content: string } }] } };
}

describe('A review that is sent as a batch', () => {
	const bed = useConversation({
		glm: async () => ({ keys: [key], tls: await selfSigned() }),
		settings: { endpoint: 'https://open.bigmodel.cn/api/paas/v4', model: 'glm-5v-turbo' },
	});
	const person = usePerson();
	let proxy: Awaited<ReturnType<typeof startProxy>>;
	let folder: string;
	const sessions: ReviewSession[] = [];
	before(async () => {
		// The service's own name, led to the stand-in.
		proxy = await startProxy(bed.glm.port);
	});
	useProxy(() => proxy.address);
	before(() => bed.keys.set('open.bigmodel.cn', key));
	beforeEach(async () => {
		bed.glm.reset();
		bed.glm.batches.spoil = answeredWith('A text from the batch.');
		folder = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'batched');
		await mkdir(folder);
		for (const name of ['chart-sales.png', 'dialog-light.png']) {
			await cp(join(projectDir, 'media/samples', name), join(folder, name));
		}
		await writeFile(join(folder, 'a.md'), imagesOf('chart-sales.png', 'dialog-light.png', 'gone.png'));
	});
	afterEach(async () => {
		for (const session of sessions.splice(0)) {
			await session.end();
			session.dispose();
		}
		await rm(folder, { recursive: true });
	});
	after(() => proxy.stop());

	/** A document with each of these pictures seventy times. */
	function imagesOf(...names: readonly string[]): string {
		return Array.from({ length: 70 }, () => names.map((name) => `![](${name})\n\n`).join('')).join('');
	}

	function answeredWith(alt: string): (content: string) => string {
		return (content) =>
			content
				.split('\n')
				.map((line) => {
					if (line.trim() === '') return line;
					const read = JSON.parse(line) as AnswerLine;
					const [choice] = read.response.body.choices;
					choice.message.content = altAnswer(alt);
					return JSON.stringify(read);
				})
				.join('\n');
	}

	async function scanned(): Promise<ReviewSession> {
		const session = newSession();
		await session.scan([vscode.Uri.file(folder).toString()], 'broken');
		return session;
	}

	function newSession(): ReviewSession {
		const session = new ReviewSession(bed.parts);
		sessions.push(session);
		return session;
	}

	const idsOf = ({ state }: ReviewSession): string[] => state.rows.map(({ image }) => image.id);
	const isInBatch = ({ state }: ReviewSession): boolean => state.rows.some(({ work }) => work?.kind === 'inBatch');

	/** Settles once it is so. */
	async function when(session: ReviewSession, isSo: () => boolean): Promise<void> {
		while (!isSo()) await new Promise((resolve) => session.onEvent(resolve));
	}

	async function batchMade(): Promise<void> {
		while (bed.glm.batches.batchIds.length === 0) await setImmediate();
	}

	function counted({ state }: ReviewSession): Readonly<Record<string, number>> {
		return Object.fromEntries([...Map.groupBy(state.rows, rowState)].map(([name, rows]) => [name, rows.length]));
	}

	it('gets for each picture one answer, which all its images have; a failure stays with its images', async () => {
		const session = await scanned();
		person.press(asBatch);
		await session.write(idsOf(session));
		await when(session, () => isInBatch(session));
		await when(session, () => !isInBatch(session));
		assert.deepEqual(counted(session), { proposed: 140, failed: 70 });
		assert.ok(session.state.rows.every(({ proposal }) => !proposal || proposal.alt === 'A text from the batch.'));
		assert.deepEqual(
			bed.glm.batches.files.map(({ lines }) => lines.length),
			[2],
		);
	});

	it('goes on after a restart, and sends nothing twice', async () => {
		bed.glm.batches.statuses = ['validating', 'in_progress', 'in_progress', 'completed'];
		const session = await scanned();
		person.press(asBatch);
		await session.write(idsOf(session));
		await when(session, () => isInBatch(session));
		await batchMade();
		await session.end();

		const next = newSession();
		await next.restore();
		await when(next, () => !isInBatch(next));
		assert.deepEqual(counted(next), { proposed: 140, failed: 70 });
		assert.equal(bed.glm.batches.files.length, 1);
	});

	it('that was still being prepared is sent after a restart', async () => {
		const session = await scanned();
		person.press(asBatch);
		await session.write(idsOf(session));
		await when(session, () => isInBatch(session));
		await session.end();
		assert.deepEqual(bed.glm.batches.files, []);

		const next = newSession();
		await next.restore();
		await when(next, () => !isInBatch(next));
		assert.deepEqual(counted(next), { proposed: 140, failed: 70 });
		assert.equal(bed.glm.batches.files.length, 1);
	});

	it('is cancelled: what was answered before comes, and the rest is as it was', async () => {
		bed.glm.batches.statuses = ['in_progress'];
		const session = await scanned();
		person.press(asBatch);
		await session.write(idsOf(session));
		await when(session, () => isInBatch(session));
		await batchMade();
		await session.cancelBatch();
		await when(session, () => !isInBatch(session));
		assert.deepEqual(counted(session), { failed: 70, open: 70, proposed: 70 });
	});

	it('is offered for two hundred pictures and more alone', async () => {
		await writeFile(join(folder, 'a.md'), imagesOf('chart-sales.png').slice(0, 1000));
		const session = await scanned();
		person.press(asBatch);
		await session.write(idsOf(session));
		assert.ok(!isInBatch(session));
		assert.deepEqual(bed.glm.batches.files, []);
	});
});
