import assert from 'node:assert/strict';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { isAtWork, rowState, type Review } from '../../src/core/review/review.ts';
import { ReviewSession } from '../../src/host/review/reviewSession.ts';
import type { Services } from '../../src/host/services.ts';
import { questionText } from '../support/altTextRequests.ts';
import { projectDir } from '../support/places.mjs';
import { useConversation } from './useConversation.ts';
import { usePerson } from './usePerson.ts';

describe('Check Alt Text in the extension host', () => {
	const bed = useConversation();
	const person = usePerson();
	let folder: string;
	let documents = 0;
	const sessions: ReviewSession[] = [];

	before(async () => {
		folder = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'check');
		await mkdir(folder, { recursive: true });
		await cp(join(projectDir, 'media/samples/chart-sales.png'), join(folder, 'chart.png'));
	});
	beforeEach(() => bed.glm.reset());
	afterEach(async () => {
		for (const session of sessions.splice(0)) {
			session.dispose();
			await session.end();
		}
	});

	function newSession(services: Services = bed.parts): ReviewSession {
		const session = new ReviewSession(services);
		sessions.push(session);
		return session;
	}

	/** Writes a document into a folder of its own; `name` may say that GitHub shows it. */
	async function write(name: string, text: string): Promise<string> {
		const own = join(folder, String(++documents));
		await mkdir(own);
		await cp(join(folder, 'chart.png'), join(own, 'chart.png'));
		await writeFile(join(own, name), text);
		return join(own, name);
	}

	/** Settles once nobody is asked any more. */
	async function settled(session: ReviewSession): Promise<Review> {
		const isOver = (): boolean => !session.state.rows.some(isAtWork);
		if (!isOver()) {
			await new Promise<void>((resolve) => {
				const subscription = session.onEvent(() => {
					if (!isOver()) return;
					subscription.dispose();
					resolve();
				});
			});
		}
		return session.state;
	}

	/** Checks a document and agrees to it. */
	async function check(path: string, session = newSession()): Promise<Review> {
		person.press('Check Alt Text');
		await session.check([vscode.Uri.file(path).toString()]);
		return settled(session);
	}

	const answer = (verdict: string, better = '', reason = 'Why.'): string => JSON.stringify({ verdict, better, reason });

	for (const [name, markup, answered, state, verdict, proposed] of [
		['fits', '![Sales by quarter](chart.png)', answer('fits'), 'fits', 'fits', undefined],
		[
			'is too vague',
			'![Chart of things](chart.png)',
			answer('vague', 'Sales rise.'),
			'proposed',
			'vague',
			'Sales rise.',
		],
		['is wrong', '![A cat](chart.png)', answer('wrong', 'Sales rise.'), 'proposed', 'wrong', 'Sales rise.'],
		[
			'repeats the text',
			'Sales rose.\n\n![Sales, rose](chart.png)',
			answer('repeats', 'Sales rise by a third.'),
			'proposed',
			'repeats',
			'Sales rise by a third.',
		],
		['had better be empty', '<img src="chart.png" alt="A line">', answer('empty'), 'proposed', 'empty', ''],
		['fits, whatever else is offered', '![Sales](chart.png)', answer('fits', 'Sales rise.'), 'fits', 'fits', undefined],
		['is wrong, with nothing better', '![A cat](chart.png)', answer('wrong'), 'open', 'wrong', undefined],
		['is not judged', '![Sales by quarter](chart.png)', 'The text is fine.', 'failed', undefined, undefined],
		[
			'is not seen',
			'![Sales](chart.png)',
			answer('fits', '', 'I cannot see the image.'),
			'failed',
			undefined,
			undefined,
		],
	] as const) {
		it(`tells of a text that it ${name}, and changes nothing`, async () => {
			bed.glm.script({ kind: 'text', text: answered });
			const path = await write('page.md', markup);
			const { rows } = await check(path);
			const [row] = rows;
			assert.ok(row);
			assert.equal(rows.length, 1);
			assert.equal(rowState(row), state);
			assert.equal(row.judgement?.verdict, verdict);
			assert.equal(row.proposal?.alt, proposed);
			if (state === 'failed') {
				assert.deepEqual(row.work, {
					kind: 'failed',
					why: 'The answer does not say whether the alt text fits the picture. Check it again.',
				});
			} else assert.equal(row.judgement?.reason, 'Why.');
			assert.equal(await readFile(path, 'utf8'), markup);
			assert.deepEqual(
				vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty),
				[],
			);
		});
	}

	it('leaves it to the person where a link would lose its name', async () => {
		for (const [name, markup] of [
			['page.md', '[![A line](chart.png)](https://example.com)'],
			['README.md', '![A line](chart.png)'],
		] as const) {
			bed.glm.script({ kind: 'text', text: answer('empty') });
			const [row] = (await check(await write(name, markup))).rows;
			assert.deepEqual(row?.proposal, { alt: '', reason: '', isDoubtful: true });
		}
	});

	it('asks once, quotes the text, and judges only the texts that are there', async () => {
		const path = await write(
			'page.md',
			'# Sales\n\n![Sales by quarter](chart.png)\n\n![](chart.png)\n\n![Chart of sales](chart.png)\n\n![Bars](gone.png)\n',
		);
		bed.glm.script({ kind: 'text', text: answer('fits') });
		bed.glm.script({ kind: 'text', text: answer('fits') });
		const { rows } = await check(path);
		assert.deepEqual(
			rows.map((row) => `${row.image.alt}: ${rowState(row)}`),
			['Sales by quarter: fits', ': open', 'Chart of sales: fits', 'Bars: failed'],
		);
		assert.deepEqual(person.read, ['Check the alt text of 3 images?']);
		assert.match(
			person.details[0] ?? '',
			/^3 pictures will be sent to .* at most 3 at once\. .*This takes about a minute\. Nothing is written into files until you choose Apply\.$/,
		);
		const questions = bed.glm.requests.map(questionText);
		assert.equal(questions.length, 2);
		for (const alt of ['Sales by quarter', 'Chart of sales']) {
			assert.ok(questions.some((question) => question.includes(`- Alt text now: ${JSON.stringify(alt)}`)));
		}
		for (const question of questions)
			assert.match(question, /^Write the alternative text of this image\.\n\nIt has one already/);
	});

	it('sends nothing unless the person agrees', async () => {
		const session = newSession();
		await session.check([vscode.Uri.file(await write('page.md', '![Sales](chart.png)')).toString()]);
		assert.equal(person.read.length, 1);
		assert.deepEqual(session.state.rows.map(rowState), ['open']);
		assert.equal(bed.glm.requests.length, 0);
	});

	it('asks nothing once the scan was stopped', async () => {
		const session = newSession();
		session.onEvent(({ kind }) => {
			if (kind === 'found') session.stop();
		});
		await check(await write('page.md', '![Sales](chart.png)'), session);
		assert.deepEqual(person.read, []);
	});

	it('asks nothing where no image has a text', async () => {
		const { rows } = await check(await write('page.md', '![](chart.png)'));
		assert.deepEqual(rows.map(rowState), ['open']);
		assert.deepEqual(person.read, []);
	});

	it('is asked once for the same question, kept over a restart, and scanned as before', async () => {
		const services = bed.parts;
		const path = await write('page.md', '![Sales](chart.png)\n\n![Sales](chart.png "Bars")');
		bed.glm.script({ kind: 'text', text: answer('fits') });
		const first = newSession(services);
		await check(path, first);
		await first.end();
		const second = newSession(services);
		await second.restore();
		assert.deepEqual(second.state.rows.map(rowState), ['fits', 'fits']);
		await second.scanAgain();
		assert.deepEqual(second.state.rows.map(rowState), ['fits', 'fits']);
		assert.equal(second.state.rows[0]?.judgement?.reason, 'Why.');
		assert.equal(bed.glm.requests.length, 1);
	});

	it('does not ask the same question about the same picture again', async () => {
		const services = bed.parts;
		const path = await write('page.md', '![Sales](chart.png)');
		bed.glm.script({ kind: 'text', text: answer('fits') });
		await check(path, newSession(services));
		const other = newSession({ ...services, storage: join(services.storage, 'other') });
		assert.deepEqual((await check(path, other)).rows.map(rowState), ['fits']);
		assert.equal(bed.glm.requests.length, 1);
		await writeFile(path, '![Sales of cars](chart.png)');
		bed.glm.script({ kind: 'text', text: answer('vague', 'Sales rise.') });
		assert.deepEqual((await check(path, other)).rows.map(rowState), ['proposed']);
		assert.equal(bed.glm.requests.length, 2);
	});

	it('says that a key is missing, and leaves the rows as they were', async () => {
		await bed.set('endpoint', 'https://open.bigmodel.cn/api/paas/v4');
		await bed.set('engine', 'glm');
		const [, told] = [person.nextMessage(), person.nextMessage()];
		const { rows } = await check(await write('page.md', '![Sales](chart.png)'));
		assert.deepEqual(rows.map(rowState), ['open']);
		assert.match(await told, /API key/);
		assert.equal(bed.glm.requests.length, 0);
	});

	it('is refused where only this machine would answer', async () => {
		await bed.set('engine', 'local');
		const session = newSession();
		const path = await write('page.md', '![Sales](chart.png)');
		await assert.rejects(session.check([vscode.Uri.file(path).toString()]), {
			failure: { kind: 'localCannot', what: 'altText' },
		});
		assert.deepEqual(session.state.rows.map(rowState), ['open']);
	});

	it('of the command takes the document in the editor, and opens the review', async () => {
		const path = await write('page.md', '![Sales](chart.png)');
		await vscode.window.showTextDocument(vscode.Uri.file(path));
		const asked = person.nextMessage();
		await vscode.commands.executeCommand('glimpse.checkAltText');
		assert.equal(await asked, 'Check the alt text of 1 image?');
		const { activeTab } = vscode.window.tabGroups.activeTabGroup;
		assert.ok(activeTab?.input instanceof vscode.TabInputCustom);
		assert.equal(activeTab.input.viewType, 'glimpse.altTextReview');
		await vscode.window.tabGroups.close(activeTab);
	});
});
