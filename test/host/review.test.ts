import assert from 'node:assert/strict';
import { appendFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { isAtWork, rowState, type Review, type ReviewRow } from '../../src/core/review/review.ts';
import { given } from '../../src/host/review/reviewScope.ts';
import { ReviewSession } from '../../src/host/review/reviewSession.ts';
import type { Services } from '../../src/host/services.ts';
import { altAnswer, questionText } from '../support/altTextRequests.ts';
import { makeDocuments } from '../support/makeDocuments.ts';
import { projectDir } from '../support/places.mjs';
import { useConversation } from './useConversation.ts';
import { usePerson } from './usePerson.ts';

const usualFiles = {
	'a.md': '# Sales\n\n![](chart-sales.png)\n',
	'b.html': '<img src="dialog-light.png">\n',
	'deep/c.rst': '.. image:: ../chart-sales.png\n',
	'code.ts': 'export const x = 1;\n',
};

describe('What a review is called for', () => {
	const [a, b, c] = ['/a.md', '/b', '/c.html'].map((path) => vscode.Uri.file(path));
	const state = (uri: vscode.Uri | undefined): unknown => ({ resourceUri: uri });
	for (const [menu, args, expected] of [
		['one file of the Explorer', [a, [a]], [a]],
		['several', [a, [b, a]], [b, a]],
		['one, with nothing selected', [a, []], [a]],
		['the menu of an editor', [a, { groupId: 1 }], [a]],
		['changed files', [state(a), state(c)], [a, c]],
		['a group of changes', [{ resourceStates: [state(a), state(b)] }], [a, b]],
		['two groups', [{ resourceStates: [state(a)] }, { resourceStates: [state(c)] }], [a, c]],
		['the palette', [], undefined],
	] as const) {
		it(`is what ${menu} passes`, () => assert.deepEqual(given(args), expected));
	}
});

describe('The review in the extension host', () => {
	const bed = useConversation();
	const person = usePerson();
	let folder: string;
	let folders = 0;
	const sessions: ReviewSession[] = [];

	beforeEach(async () => {
		bed.glm.reset();
		folder = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', `review-${++folders}`);
		await mkdir(folder, { recursive: true });
		for (const name of ['chart-sales.png', 'dialog-light.png']) {
			await cp(join(projectDir, 'media/samples', name), join(folder, name));
		}
	});
	afterEach(async () => {
		for (const session of sessions.splice(0)) {
			await session.end();
			session.dispose();
		}
		await rm(folder, { recursive: true });
	});

	async function write(files: Readonly<Record<string, string>>): Promise<void> {
		for (const [name, text] of Object.entries(files)) {
			await mkdir(dirname(join(folder, name)), { recursive: true });
			await writeFile(join(folder, name), text);
		}
	}

	function newSession(services: Services = bed.parts): ReviewSession {
		const session = new ReviewSession(services);
		sessions.push(session);
		return session;
	}

	const scope = (): string[] => [vscode.Uri.file(folder).toString()];

	async function scanned(files: Readonly<Record<string, string>>, session = newSession()): Promise<ReviewSession> {
		await write(files);
		await session.scan(scope(), 'broken');
		return session;
	}

	function pathsOf({ rows }: Review): readonly string[] {
		return rows.map(({ image }) => image.document.slice(vscode.Uri.file(folder).toString().length + 1)).toSorted();
	}

	function rowIn({ state }: ReviewSession, name: string): ReviewRow {
		const row = state.rows.find(({ image }) => image.document.endsWith(`/${name}`));
		assert.ok(row, name);
		return row;
	}

	/** Settles once no row is worked on. */
	async function settled(session: ReviewSession): Promise<void> {
		while (session.state.rows.some(isAtWork)) await new Promise((resolve) => session.onEvent(resolve));
	}

	const idsOf = ({ state }: ReviewSession): string[] => state.rows.map(({ image }) => image.id);

	it('finds images in every kind of document, and in nothing else', async () => {
		const session = await scanned(usualFiles);
		assert.deepEqual(pathsOf(session.state), ['a.md', 'b.html', 'deep/c.rst']);
		assert.equal(session.state.scan, undefined);
		const { heading, line, findings, canMarkDecorative } = rowIn(session, 'a.md').image;
		assert.deepEqual(
			{ heading, line, findings, canMarkDecorative },
			{ heading: 'Sales', line: 2, findings: [{ rule: 'missing' }], canMarkDecorative: true },
		);
	});

	it('passes over what settings and .gitignore leave out', async () => {
		const configuration = vscode.workspace.getConfiguration();
		await configuration.update('files.exclude', { '**/hidden': true }, vscode.ConfigurationTarget.Global);
		await configuration.update(
			'search.exclude',
			{ '**/*.min.html': true, '**/off.md': false },
			vscode.ConfigurationTarget.Global,
		);
		try {
			const session = await scanned({
				...usualFiles,
				'hidden/d.md': '![](d.png)',
				'e.min.html': '<img src="e.png">',
				'off.md': '![](f.png)',
				'.gitignore': 'build/\n*.gen.md\n',
				'build/g.md': '![](g.png)',
				'h.gen.md': '![](h.png)',
			});
			assert.deepEqual(pathsOf(session.state), ['a.md', 'b.html', 'deep/c.rst', 'off.md']);
		} finally {
			await configuration.update('files.exclude', undefined, vscode.ConfigurationTarget.Global);
			await configuration.update('search.exclude', undefined, vscode.ConfigurationTarget.Global);
		}
	});

	it('takes a document that is named itself, whatever leaves it out', async () => {
		await write({ '.gitignore': '*.md', 'a.md': '![](a.png)' });
		const session = newSession();
		await session.scan([vscode.Uri.file(join(folder, 'a.md')).toString()], 'broken');
		assert.deepEqual(pathsOf(session.state), ['a.md']);
	});

	it('sees a document as it is in the editor, and again once that changes', async () => {
		await write(usualFiles);
		const document = await vscode.workspace.openTextDocument(vscode.Uri.file(join(folder, 'a.md')));
		const insert = async (text: string): Promise<void> => {
			const edit = new vscode.WorkspaceEdit();
			edit.insert(document.uri, new vscode.Position(0, 0), text);
			assert.ok(await vscode.workspace.applyEdit(edit));
		};
		await insert('![](dialog-light.png)\n\n');
		const session = newSession();
		await session.scan(scope(), 'broken');
		assert.equal(pathsOf(session.state).filter((path) => path === 'a.md').length, 2);
		await insert('![](./dialog-light.png)\n\n');
		await session.scanAgain();
		assert.equal(pathsOf(session.state).filter((path) => path === 'a.md').length, 3);
		await document.save();
	});

	it('scans again only what has changed since', async () => {
		const session = await scanned(usualFiles);
		const before = session.state;
		await appendFile(join(folder, 'b.html'), '<img src="chart-sales.png">\n');
		await session.scanAgain();
		const same = session.state.documents.filter((document) => before.documents.includes(document));
		assert.deepEqual(same.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)).toSorted(), ['a.md', 'c.rst']);
		assert.equal(session.state.rows.length, 4);
	});

	it('finds pictures that are not there, whatever else is right about their images', async () => {
		const session = await scanned({
			'a.md': '![Sales by quarter, as bars](gone.png)\n\n![Sales by quarter](chart-sales.png)\n',
			'b.html': '<img src="lost.png">\n',
		});
		assert.deepEqual(
			session.state.rows.map(({ image }) => [image.picture, image.findings.map(({ rule }) => rule)]),
			[
				['gone.png', ['unresolved']],
				['lost.png', ['unresolved', 'missing']],
			],
		);
	});

	it('leaves out rules that are off', async () => {
		await vscode.workspace
			.getConfiguration('glimpse')
			.update('altText.rules', { missing: 'off' }, vscode.ConfigurationTarget.Global);
		try {
			const session = await scanned({ ...usualFiles, 'v.md': '![Logo](chart-sales.png)' });
			assert.deepEqual(pathsOf(session.state), ['v.md']);
		} finally {
			await vscode.workspace
				.getConfiguration('glimpse')
				.update('altText.rules', undefined, vscode.ConfigurationTarget.Global);
		}
	});

	it('asks once before pictures are sent, and sends nothing without a yes', async () => {
		const session = await scanned(usualFiles);
		await session.write(idsOf(session));
		assert.equal(bed.glm.requests.length, 0);
		assert.equal(person.read.at(-1), 'Write alt text for 3 images?');
		assert.match(
			person.details.at(-1) ?? '',
			/^3 pictures will be sent to 127\.0\.0\.1:\d+ for .*This takes about a minute\./,
		);
	});

	it('writes texts as the person decided, one undo a document, and saves what was closed only on wish', async () => {
		const session = await scanned(usualFiles);
		for (const [name, decision] of [
			['a.md', 'accepted'],
			['b.html', 'decorative'],
			['c.rst', 'skipped'],
		] as const) {
			const { id } = rowIn(session, name).image;
			session.edit(id, `By hand in ${name}.`);
			session.decide([id], decision);
		}
		await session.apply('nothing');
		assert.equal(rowState(rowIn(session, 'a.md')), 'written');
		assert.equal(rowState(rowIn(session, 'c.rst')), 'skipped');
		assert.equal(await readFile(join(folder, 'a.md'), 'utf8'), usualFiles['a.md']);
		const document = await vscode.workspace.openTextDocument(vscode.Uri.file(join(folder, 'a.md')));
		assert.equal(document.getText(), '# Sales\n\n![By hand in a.md.](chart-sales.png)\n');
		await vscode.window.showTextDocument(document);
		await vscode.commands.executeCommand('undo');
		assert.equal(document.getText(), usualFiles['a.md']);
		const html = await vscode.workspace.openTextDocument(vscode.Uri.file(join(folder, 'b.html')));
		assert.equal(html.getText(), '<img src="dialog-light.png" alt="">\n');
		await html.save();
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');

		const again = await scanned(usualFiles);
		const { id } = rowIn(again, 'c.rst').image;
		again.edit(id, 'Sales by quarter.');
		again.decide([id], 'accepted');
		await again.apply('closed');
		assert.match(await readFile(join(folder, 'deep/c.rst'), 'utf8'), /:alt: Sales by quarter\./);
	});

	it('writes nothing into an image that was changed since, and says so', async () => {
		const session = await scanned({ 'a.md': '![](chart-sales.png)\n\n![](dialog-light.png)\n' });
		const [first, second] = idsOf(session);
		assert.ok(first !== undefined && second !== undefined);
		for (const id of [first, second]) session.edit(id, 'A text by hand.');
		session.decide([first, second], 'accepted');
		await write({ 'a.md': 'New words.\n\n![](other.png)\n\n![](dialog-light.png)\n' });
		await session.apply('closed');
		assert.deepEqual(session.state.rows.map(rowState), ['lost', 'written']);
		assert.equal(
			await readFile(join(folder, 'a.md'), 'utf8'),
			'New words.\n\n![](other.png)\n\n![A text by hand.](dialog-light.png)\n',
		);
	});

	it('loses no document that is gone, nor one that is not text', async () => {
		await mkdir(join(folder, 'x'));
		await writeFile(join(folder, 'x/latin.md'), Buffer.from('![\xe9](chart-sales.png)', 'latin1'));
		const session = await scanned(usualFiles);
		assert.deepEqual(pathsOf(session.state), ['a.md', 'b.html', 'deep/c.rst']);
		const { id } = rowIn(session, 'a.md').image;
		session.edit(id, 'A text.');
		session.decide([id], 'accepted');
		await rm(join(folder, 'a.md'));
		await session.apply('closed');
		assert.equal(rowState(rowIn(session, 'a.md')), 'lost');
	});

	it('asks about each picture once, and each row says by itself what is wrong with it', async () => {
		const session = await scanned({ ...usualFiles, 'gone.md': '![](gone.png)' });
		bed.glm.script({ kind: 'text', text: altAnswer('First.') });
		bed.glm.script({ kind: 'text', text: altAnswer('Second.') });
		person.press('Write Alt Text');
		await session.write(idsOf(session));
		await settled(session);
		assert.equal(bed.glm.requests.length, 2);
		assert.equal(rowIn(session, 'a.md').proposal?.alt, rowIn(session, 'c.rst').proposal?.alt);
		const { work } = rowIn(session, 'gone.md');
		assert.match(work?.kind === 'failed' ? work.why : '', /gone\.png leads to no picture/);
	});

	it('stops where the person says, and where nobody would answer any more', async () => {
		const session = await scanned({ 'a.md': '![](chart-sales.png)\n\n![](dialog-light.png)\n' });
		const held = [1, 2].map(() => bed.glm.script({ kind: 'hold' }));
		person.press('Write Alt Text');
		await session.write(idsOf(session));
		await Promise.all(held.map((each) => each.held));
		session.stop();
		await settled(session);
		assert.deepEqual(session.state.rows.map(rowState), ['open', 'open']);

		for (let count = 0; count < 2; count++) bed.glm.script({ kind: 'error', error: '1113' });
		person.press('Write Alt Text');
		await session.write(idsOf(session));
		await settled(session);
		assert.deepEqual(session.state.rows.map(rowState), ['open', 'open']);
	});

	it('keeps all that was answered and decided, and goes on with what waits, over a restart', async () => {
		const session = await scanned({ 'a.md': '![](chart-sales.png)\n\n![](dialog-light.png)\n' });
		const [first = '', second = ''] = idsOf(session);
		session.edit(first, 'By hand.');
		session.decide([first], 'accepted');
		const held = bed.glm.script({ kind: 'hold' });
		person.press('Write Alt Text');
		await session.write([second]);
		await held.held;
		await session.end();

		bed.glm.script({ kind: 'text', text: altAnswer('Asked again.') });
		const next = newSession();
		await next.restore();
		await settled(next);
		assert.deepEqual(
			next.state.rows.map((row) => [rowState(row), row.proposal?.alt]),
			[
				['accepted', 'By hand.'],
				['proposed', 'Asked again.'],
			],
		);
	});

	it('writes again as the person wishes, and says so to the model', async () => {
		const session = await scanned({ 'a.md': '![](chart-sales.png)\n' });
		const [id = ''] = idsOf(session);
		bed.glm.script({ kind: 'text', text: altAnswer('Short.') });
		await session.ask(id, 'shorter');
		await settled(session);
		assert.equal(rowIn(session, 'a.md').proposal?.alt, 'Short.');
		assert.match(questionText(bed.glm.requests.at(-1)), /shorter/);
	});

	it('writes another text for one row while it does so for the one before', async () => {
		const session = await scanned({ 'a.md': '![](chart-sales.png)\n\n![](dialog-light.png)\n' });
		const [first = '', second = ''] = idsOf(session);
		const held = bed.glm.script({ kind: 'text', text: altAnswer('One.'), isHeld: true });
		await session.ask(first, 'shorter');
		await held.held;
		bed.glm.script({ kind: 'text', text: altAnswer('Two.') });
		await session.ask(second, 'longer');
		// One that is at work is not asked about again.
		await session.ask(first, 'other');
		held.release();
		await settled(session);
		assert.deepEqual(
			session.state.rows.map(({ proposal }) => proposal?.alt),
			['One.', 'Two.'],
		);
		assert.equal(bed.glm.requests.length, 2);
	});

	it('asks again when another model would answer than the one that was agreed to', async () => {
		const session = await scanned({ 'a.md': '![](chart-sales.png)\n' });
		const held = bed.glm.script({ kind: 'hold' });
		person.press('Write Alt Text');
		await session.write(idsOf(session));
		await held.held;
		await session.end();
		await bed.set('model', 'glm-4v-plus');
		const before = person.read.length;
		bed.glm.script({ kind: 'text', text: altAnswer('By the other.') });
		const next = newSession();
		await next.restore();
		await settled(next);
		assert.deepEqual(person.read.slice(before), ['Write alt text for 1 image?']);
		assert.match(person.details.at(-1) ?? '', /glm-4v-plus/);
		assert.equal(next.state.rows[0]?.proposal?.alt, 'By the other.');
	});

	it('says why nobody answers, and leaves the rows as they were', async () => {
		const session = await scanned({ 'a.md': '![](chart-sales.png)\n' });
		const before = person.read.length;
		bed.glm.script({ kind: 'error', error: '1113' });
		person.press('Write Alt Text');
		await session.write(idsOf(session));
		while (person.read.length < before + 2) await setImmediate();
		assert.deepEqual(session.state.rows.map(rowState), ['open']);
	});

	it('applies once, however often it is asked to', async () => {
		const session = await scanned({ 'a.md': '![](chart-sales.png)\n' });
		session.decide(idsOf(session), 'decorative');
		await Promise.all([session.apply('closed'), session.apply('closed')]);
		assert.equal(
			await readFile(join(folder, 'a.md'), 'utf8'),
			'![](chart-sales.png)<!-- glimpse-disable-image missing -->\n',
		);
		assert.deepEqual(session.state.rows.map(rowState), ['written']);
	});

	it('sets aside what it can not read, and begins anew', async () => {
		const { storage } = bed.parts;
		await mkdir(storage, { recursive: true });
		await writeFile(join(storage, 'review.jsonl'), '{"version":0,"review":{}}\n');
		const session = newSession();
		await session.restore();
		await session.end();
		assert.deepEqual(session.state.rows, []);
		assert.equal(await readFile(join(storage, 'review.jsonl.unread'), 'utf8'), '{"version":0,"review":{}}\n');
	});

	it('of two thousand documents is scanned, kept and brought back without holding up the editor', async function () {
		this.timeout(120_000);
		const made = await makeDocuments(folder, 2000, 1);
		const delay = monitorEventLoopDelay({ resolution: 5 });
		const longest = async (work: () => Promise<unknown>): Promise<number> => {
			delay.reset();
			delay.enable();
			await work();
			delay.disable();
			return Math.round(delay.max / 1e6);
		};
		const session = newSession();
		const start = performance.now();
		const scanning = await longest(() => session.scan(scope(), 'broken'));
		const seconds = ((performance.now() - start) / 1000).toFixed(1);
		const ending = await longest(() => session.end());
		const next = newSession();
		const restoring = await longest(() => next.restore());
		console.log(
			`      ${made.images} images, ${seconds} s; at most ${scanning}, ${ending} and ${restoring} ms at once`,
		);
		assert.equal(session.state.documents.length, 2000);
		assert.equal(JSON.stringify(next.state.rows), JSON.stringify(session.state.rows));
		// The goal is 50 ms.
		assert.ok(Math.max(scanning, ending, restoring) < 500);
	});
});
