import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { describeChanges } from '../../src/host/commands/describeChange.ts';
import { failureMessage } from '../../src/host/failures/failureMessage.ts';
import { failureOf, type Failure } from '../../src/core/failure.ts';
import { changeGroups, type ChangeGroup } from '../../src/core/git/versionRef.ts';
import type { Turn } from '../../src/core/conversation.ts';
import { readChange } from '../../src/host/git/pictureVersions.ts';
import { GitRepositoryBed } from '../support/gitRepository.ts';
import { sampleBytes } from '../support/pageConversation.ts';
import { useConversation } from './useConversation.ts';
import { useGit } from './useGit.ts';
import { usePerson } from './usePerson.ts';

const chart = sampleBytes('chart-sales.png');
const dialog = sampleBytes('dialog-light.png');
const settings = sampleBytes('settings-light.png');

describe('What changed in a picture', () => {
	const bed = useConversation();
	const person = usePerson();
	const git = useGit();
	let folder: string;
	let repository: GitRepositoryBed;

	before(async () => {
		folder = await realpath(await mkdtemp(join(tmpdir(), 'glimpse-git-')));
	});
	beforeEach(async () => {
		repository = new GitRepositoryBed(await mkdtemp(join(folder, 'repository-')));
	});
	after(async () => {
		await rm(folder, { recursive: true, force: true });
	});

	const uri = (name: string): vscode.Uri => vscode.Uri.file(join(repository.folder, name));

	/** Has the editor see the repository as it is now. */
	const look = async (): Promise<void> => git.look(repository);

	/** Runs the command with what a menu passes, and gives the turn. */
	async function run(...args: readonly unknown[]): Promise<Turn> {
		await look();
		await describeChanges(args, bed.parts);
		const turn = bed.open.state.turns.at(-1);
		assert.ok(turn, person.read.join());
		return turn;
	}

	/** A changed file as Source Control passes it. */
	const inList = (group: ChangeGroup, name = 'app.png'): unknown => ({
		resourceUri: uri(name),
		resourceGroupType: changeGroups.indexOf(group),
	});

	/** Runs the command, and gives the sentence of the failure. */
	async function refused(...args: readonly unknown[]): Promise<string | undefined> {
		const before = bed.glm.requests.length;
		await look();
		const failure = await describeChanges(args, bed.parts).then(
			() => assert.fail('something was asked'),
			(error: unknown) => failureMessage(failureOf(error))?.message,
		);
		assert.equal(bed.glm.requests.length, before);
		return failure;
	}

	const widthOf = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(16);

	/** What a turn is about: what happened, and each version with its picture. */
	const told = ({ question, pictures, status }: Turn): unknown => ({
		status,
		task: question.task,
		change: question.change?.kind,
		versions: question.change?.versions.map((version, index) => [version, pictures[index] && widthIn(pictures[index])]),
	});
	const widthIn = (picture: Turn['pictures'][number]): number => ('width' in picture ? picture.width : 0);

	const expected = (change: string, ...versions: readonly (readonly [string, Uint8Array])[]): unknown => ({
		status: 'done',
		task: change === 'changed' ? 'compare' : 'describe',
		change,
		versions: versions.map(([version, bytes]) => [version, widthOf(bytes)]),
	});

	const table: readonly {
		readonly name: string;
		readonly arrange: () => void;
		readonly group: ChangeGroup;
		readonly file?: string;
		readonly expected: () => unknown;
	}[] = [
		{
			name: 'changed on disk',
			arrange: () => repository.write('app.png', dialog),
			group: 'workingTree',
			expected: () => expected('changed', ['HEAD', chart], ['Working Tree', dialog]),
		},
		{
			name: 'changed and staged',
			arrange: () => {
				repository.write('app.png', dialog);
				repository.stage();
			},
			group: 'index',
			expected: () => expected('changed', ['HEAD', chart], ['Staged', dialog]),
		},
		{
			name: 'staged, then changed again: what is staged',
			arrange: () => {
				repository.write('app.png', dialog);
				repository.stage();
				repository.write('app.png', settings);
			},
			group: 'index',
			expected: () => expected('changed', ['HEAD', chart], ['Staged', dialog]),
		},
		{
			name: 'staged, then changed again: what is on disk',
			arrange: () => {
				repository.write('app.png', dialog);
				repository.stage();
				repository.write('app.png', settings);
			},
			group: 'workingTree',
			expected: () => expected('changed', ['Staged', dialog], ['Working Tree', settings]),
		},
		{
			name: 'deleted on disk',
			arrange: () => repository.remove('app.png'),
			group: 'workingTree',
			expected: () => expected('deleted', ['HEAD', chart]),
		},
		{
			name: 'deleted and staged',
			arrange: () => {
				repository.remove('app.png');
				repository.stage();
			},
			group: 'index',
			expected: () => expected('deleted', ['HEAD', chart]),
		},
		{
			name: 'new on disk',
			arrange: () => repository.write('new.png', dialog),
			group: 'untracked',
			file: 'new.png',
			expected: () => expected('added', ['Working Tree', dialog]),
		},
		{
			name: 'new, and only meant to be added',
			arrange: () => {
				repository.write('new.png', dialog);
				repository.git('add', '--intent-to-add', 'new.png');
			},
			group: 'workingTree',
			file: 'new.png',
			expected: () => expected('added', ['Working Tree', dialog]),
		},
		{
			name: 'new and staged',
			arrange: () => {
				repository.write('new.png', dialog);
				repository.stage();
			},
			group: 'index',
			file: 'new.png',
			expected: () => expected('added', ['Staged', dialog]),
		},
		{
			name: 'renamed, staged, then changed',
			arrange: () => {
				repository.git('mv', 'app.png', 'later.png');
				repository.write('later.png', dialog);
			},
			group: 'workingTree',
			file: 'later.png',
			expected: () => expected('changed', ['Staged', chart], ['Working Tree', dialog]),
		},
		{
			name: 'a name with blanks, quotes and a dash in front',
			arrange: () => repository.write('--output=$(x) "Ü".png', dialog),
			group: 'workingTree',
			file: '--output=$(x) "Ü".png',
			expected: () => expected('added', ['Working Tree', dialog]),
		},
	];

	for (const { name, arrange, group, file, expected: wanted } of table) {
		it(`in Source Control: ${name}`, async () => {
			repository.write('app.png', chart);
			repository.commit('Show the app');
			arrange();
			assert.deepEqual(told(await run(inList(group, file))), wanted());
			assert.equal(existsSync(uri('x').fsPath), false);
		});
	}

	it('asks for the differences alone, with the version before first', async () => {
		repository.write('app.png', chart);
		repository.commit('Show the app');
		repository.write('app.png', dialog);
		await run(inList('workingTree'));
		const { text = '' } = bed.glm.requests.at(-1) ?? {};
		assert.match(text, /the first is the one before the change/);
		assert.match(text, /list the differences.*Leave out what stays the same/);
	});

	it('is new before the first commit', async () => {
		repository.write('app.png', chart);
		repository.stage();
		assert.deepEqual(told(await run(inList('index'))), expected('added', ['Staged', chart]));
	});

	it('is chosen as new before the first commit', async () => {
		repository.write('app.png', chart);
		for (const ref of ['Working Tree', 'HEAD']) person.choose(ref);
		assert.deepEqual(told(await run(uri('app.png'))), expected('added', ['Working Tree', chart]));
	});

	describe('in its history', () => {
		/** A version in the editor, by an address as the Git extension makes them. */
		const shown = (ref: string, name = 'app.png'): vscode.Uri =>
			uri(name).with({ scheme: 'git', query: JSON.stringify({ path: uri(name).fsPath, ref }) });

		/** Chooses in the lists: the later version first. */
		async function choose(after: string, before: string, name = 'app.png'): Promise<Turn> {
			for (const ref of [after, before])
				person.choose(/^[0-9a-f]{40}/.test(ref) ? ref.replace(/(?<=^.{8})[^^]*/, '') : ref);
			return run(undefined, uri(name), 'git-history');
		}
		let first: string;
		let second: string;
		beforeEach(() => {
			repository.write('app.png', chart);
			first = repository.commit('Show the app');
			repository.write('app.png', dialog);
			second = repository.commit('Show the dialog');
		});

		it('two commits', async () => {
			const turn = await choose(second, first);
			assert.deepEqual(told(turn), expected('changed', [first.slice(0, 8), chart], [second.slice(0, 8), dialog]));
		});

		it('a commit and the one before it', async () => {
			const turn = await run(shown(second));
			assert.deepEqual(told(turn), expected('changed', [first.slice(0, 8), chart], [second.slice(0, 8), dialog]));
		});

		it('those that are chosen from the timeline, whichever version is open', async () => {
			for (const ref of ['Working Tree', second.slice(0, 8)]) person.choose(ref);
			repository.write('app.png', settings);
			const turn = await run(undefined, shown(first), 'git-history');
			assert.deepEqual(told(turn), expected('changed', [second.slice(0, 8), dialog], ['Working Tree', settings]));
		});

		it('the first commit', async () => {
			assert.deepEqual(told(await choose(first, `${first}^`)), expected('added', [first.slice(0, 8), chart]));
		});

		it('a commit that deletes it', async () => {
			repository.remove('app.png');
			const third = repository.commit('Show nothing');
			assert.deepEqual(told(await run(shown(third))), expected('deleted', [second.slice(0, 8), dialog]));
		});

		it('what is staged, and what is on disk', async () => {
			repository.write('app.png', settings);
			repository.stage();
			assert.deepEqual(told(await run(shown('~'))), expected('changed', ['HEAD', dialog], ['Staged', settings]));
			repository.write('app.png', chart);
			assert.deepEqual(
				told(await choose('Working Tree', 'Staged')),
				expected('changed', ['Staged', settings], ['Working Tree', chart]),
			);
		});

		it('from before it was renamed', async () => {
			repository.git('mv', 'app.png', 'later.png');
			repository.commit('Rename it');
			const turn = await run(shown(second, 'later.png'));
			assert.deepEqual(told(turn), expected('changed', [first.slice(0, 8), chart], [second.slice(0, 8), dialog]));
		});

		for (const [name, change] of [
			['renamed again', () => repository.git('mv', 'app.png', 'later.png')],
			['deleted', () => repository.remove('app.png')],
		] as const) {
			it(`from before it was renamed, and ${name} since`, async () => {
				repository.git('mv', 'app.png', 'old.png');
				const third = repository.commit('Name it as it was');
				repository.git('mv', 'old.png', 'app.png');
				repository.write('app.png', Buffer.concat([dialog, Buffer.from('one more version')]));
				const fourth = repository.commit('Rename it');
				change();
				repository.commit('Change it since');
				assert.deepEqual(
					told(await run(shown(fourth))),
					expected('changed', [third.slice(0, 8), dialog], [fourth.slice(0, 8), dialog]),
				);
			});
		}

		it('a picture that was never committed', async () => {
			repository.write('new.png', chart);
			for (const ref of ['Working Tree', 'HEAD']) person.choose(ref);
			assert.deepEqual(told(await run(uri('new.png'))), expected('added', ['Working Tree', chart]));
			repository.stage();
			repository.write('new.png', dialog);
			for (const ref of ['Staged', 'HEAD']) person.choose(ref);
			assert.deepEqual(told(await run(uri('new.png'))), expected('added', ['Staged', chart]));
		});

		it('two versions that are chosen in lists, the later one first', async () => {
			repository.write('app.png', settings);
			person.choose('Working Tree');
			person.choose(first.slice(0, 8));
			assert.deepEqual(
				told(await run(uri('app.png'))),
				expected('changed', [first.slice(0, 8), chart], ['Working Tree', settings]),
			);
			const labels = person.lists.map((items) => items.map(({ label }) => label));
			const all = [second, first].map((hash) => hash.slice(0, 8));
			assert.deepEqual(labels, [
				['Working Tree', ...all],
				[...all, `${first.slice(0, 8)}^`],
			]);
		});

		it('one of those that have changed, where no picture is open', async () => {
			repository.write('only.png', chart);
			repository.commit('Show another');
			repository.write('only.png', settings);
			await vscode.commands.executeCommand('workbench.action.closeAllEditors');
			person.choose('only.png');
			assert.deepEqual(told(await run()), expected('changed', ['HEAD', chart], ['Working Tree', settings]));
		});

		for (const ref of [
			'--output=/tmp/x',
			'HEAD; touch x',
			'main',
			'HEAD~1',
			'@{-1}',
			':(top)app.png',
			'a'.repeat(65),
		]) {
			it(`asks nothing of Git about ${ref}`, async () => {
				await look();
				// Nothing is chosen in the list that comes instead.
				await describeChanges([shown(ref)], bed.parts);
				assert.equal(bed.open.state.turns.length, 0);
				assert.equal(person.lists.length, 1);
			});
		}

		it('says so of a commit that there is not', async () => {
			assert.equal(
				await refused(shown('0123456789abcdef0123')),
				'app.png isn’t there in the version 01234567. Choose another one.',
			);
		});
	});

	describe('in a merge with conflicts', () => {
		/** Changes the picture on two branches, and merges them. */
		function merge(change: () => void): void {
			repository.write('app.png', chart);
			repository.commit('Show the app');
			repository.git('checkout', '--quiet', '-b', 'other');
			change();
			repository.commit('Change it there');
			repository.git('checkout', '--quiet', 'main');
			repository.write('app.png', settings);
			repository.commit('Change it here');
			assert.throws(() => repository.git('merge', 'other'));
		}

		it('both sides', async () => {
			merge(() => repository.write('app.png', dialog));
			assert.deepEqual(
				told(await run(inList('merge'))),
				expected('changed', ['Current', settings], ['Incoming', dialog]),
			);
		});

		it('deleted on the other side', async () => {
			merge(() => repository.remove('app.png'));
			assert.deepEqual(told(await run(inList('merge'))), expected('deleted', ['Current', settings]));
		});
	});

	it('several, one after the other', async () => {
		for (const name of ['one.png', 'two.png']) repository.write(name, chart);
		repository.commit('Show both');
		for (const name of ['one.png', 'two.png', 'notes.txt']) repository.write(name, dialog);
		await run(...['one.png', 'two.png', 'notes.txt'].map((name) => inList('workingTree', name)));
		const { turns } = bed.open.state;
		assert.deepEqual(
			turns.map(({ status, pictures }) => [status, pictures[1]?.name]),
			[
				['done', 'one.png'],
				['done', 'two.png'],
			],
		);
	});

	describe('several, of which the first', () => {
		const names = ['one.png', 'two.png', 'three.png'];
		const statuses = (): unknown => bed.open.state.turns.map(({ question, status }) => [question.task, status]);
		beforeEach(() => {
			for (const name of names) repository.write(name, chart);
		});
		const runAll = async (): Promise<void> => {
			await look();
			await describeChanges(
				names.map((name) => inList('untracked', name)),
				bed.parts,
			);
		};

		/** Does something while the first is being answered. */
		async function meanwhile(act: () => Promise<unknown>): Promise<void> {
			const held = bed.glm.script({ kind: 'hold' });
			const running = runAll();
			await held.held;
			const done = act();
			held.release();
			await Promise.all([running, done]);
		}

		it('loses its conversation: no other is asked about', async () => {
			await meanwhile(async () => bed.open.clear());
			assert.deepEqual(statuses(), []);
		});

		it('gives way to another question: that one is answered', async () => {
			await meanwhile(async () => bed.askFurther('Why?').then(async () => bed.open.askQueued()));
			assert.deepEqual(statuses(), [
				['describe', 'stopped'],
				['ask', 'done'],
			]);
		});

		it('has a question that waits behind it: that one is answered', async () => {
			const answered = bed.until(({ kind }) => kind === 'ended' && bed.open.state.turns.length === 2);
			await meanwhile(async () => bed.askFurther('Why?'));
			await answered;
			assert.deepEqual(statuses(), [
				['describe', 'done'],
				['ask', 'done'],
			]);
		});

		it('is refused for the account: no other is asked about', async () => {
			bed.glm.script({ kind: 'error', error: '1113' });
			await runAll();
			assert.deepEqual(statuses(), [['describe', 'failed']]);
		});

		it('is no picture: the others are asked about, whatever was stopped before', async () => {
			const held = bed.glm.script({ kind: 'hold' });
			const before = bed.ask('extractText', uri('two.png'));
			await held.held;
			bed.open.stop();
			held.release();
			await before;
			repository.write('one.png', 'no picture any more');
			await runAll();
			assert.deepEqual(statuses(), [
				['extractText', 'stopped'],
				['describe', 'failed'],
				['describe', 'done'],
				['describe', 'done'],
			]);
		});
	});

	it('many only once that is agreed to', async () => {
		const names = Array.from({ length: 6 }, (_, index) => `${index}.png`);
		for (const name of names) repository.write(name, chart);
		await look();
		await describeChanges(
			names.map((name) => inList('untracked', name)),
			bed.parts,
		);
		assert.equal(bed.open.state.turns.length, 0);
		assert.deepEqual(person.read, ['Ask about 6 changed pictures, one after the other?']);
	});

	it('a drawing', async () => {
		const drawing = (color: string): string =>
			`<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="${color}"/></svg>\n`;
		repository.write('logo.svg', drawing('red'));
		repository.commit('Show a logo');
		repository.write('logo.svg', drawing('blue'));
		const turn = await run(inList('workingTree', 'logo.svg'));
		assert.deepEqual([turn.status, turn.question.change?.versions], ['done', ['HEAD', 'Working Tree']]);
		assert.equal(bed.glm.requests.at(-1)?.images.length, 2);
	});

	describe('of Git LFS', () => {
		const pointerTo = (bytes: Uint8Array): string => {
			const oid = createHash('sha256').update(bytes).digest('hex');
			return `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${bytes.byteLength}\n`;
		};
		const keep = (bytes: Uint8Array, content = bytes): void => {
			const oid = createHash('sha256').update(bytes).digest('hex');
			const place = join(repository.folder, '.git/lfs/objects', oid.slice(0, 2), oid.slice(2, 4));
			mkdirSync(place, { recursive: true });
			writeFileSync(join(place, oid), content);
		};
		beforeEach(() => {
			repository.write('app.png', pointerTo(chart));
			repository.commit('Show the app');
			repository.write('app.png', dialog);
		});
		const sentence =
			'app.png in the version HEAD is only a pointer of Git LFS. Run `git lfs fetch --all`, then try again.';

		it('says that the picture is not there', async () => {
			assert.equal(await refused(inList('workingTree')), sentence);
		});

		it('takes the picture that Git LFS keeps here', async () => {
			keep(chart);
			assert.deepEqual(
				told(await run(inList('workingTree'))),
				expected('changed', ['HEAD', chart], ['Working Tree', dialog]),
			);
		});

		it('takes nothing else for it', async () => {
			keep(chart, Buffer.from(chart).fill(0));
			assert.equal(await refused(inList('workingTree')), sentence);
		});

		it('says so of the file on disk, too', async () => {
			repository.write('app.png', dialog);
			repository.commit('Show the dialog');
			repository.write('app.png', pointerTo(chart));
			assert.equal(
				await refused(inList('workingTree')),
				'app.png in the version Working Tree is only a pointer of Git LFS. Run `git lfs fetch --all`, then try again.',
			);
		});
	});

	describe('what there is nothing to tell of', () => {
		it('the same bytes', async () => {
			repository.write('app.png', chart);
			repository.commit('Show the app');
			assert.equal(
				await refused(inList('workingTree')),
				'app.png is the same in HEAD and Working Tree, so nothing was sent.',
			);
		});

		it('no picture', async () => {
			repository.write('notes.txt', 'a');
			assert.equal(
				await refused(inList('untracked', 'notes.txt')),
				'There is no changed picture here. Choose one in Source Control, or open one.',
			);
		});

		it('a picture that a text took the place of', async () => {
			repository.write('app.png', chart);
			repository.commit('Show the app');
			repository.write('app.png', 'no picture any more');
			const { status, failure } = await run(inList('workingTree'));
			assert.deepEqual(
				[status, failure?.message],
				['failed', 'app.png contains no picture that can be opened. Choose another file.'],
			);
		});

		it('a picture that Git turns into text', async () => {
			repository.write('.gitattributes', '*.png diff=words\n');
			repository.git('config', 'diff.words.textconv', 'wc -c');
			repository.write('app.png', chart);
			repository.commit('Show the app');
			repository.write('app.png', dialog);
			assert.equal(
				await refused(inList('workingTree')),
				'Git turns app.png in the version HEAD into text, as textconv is set up in this repository.',
			);
		});

		it('a file outside of any repository', async () => {
			const file = vscode.Uri.file(join(folder, 'alone.png'));
			await look();
			const failure = await readChange(
				{ file, before: { kind: 'head' }, after: { kind: 'workingTree' } },
				AbortSignal.timeout(10_000),
			).catch(failureOf);
			assert.deepEqual(failure, { kind: 'notInRepository', name: 'alone.png' });
		});

		it('a file of no disk', async () => {
			const file = vscode.Uri.parse('memfs:/app.png');
			const pair = { file, before: { kind: 'head' }, after: { kind: 'workingTree' } } as const;
			const failure = await readChange(pair, AbortSignal.timeout(10_000)).catch(failureOf);
			assert.deepEqual(failure, { kind: 'notInRepository', name: 'app.png' });
		});

		it('what was stopped', async () => {
			const pair = { file: uri('app.png'), before: { kind: 'head' }, after: { kind: 'workingTree' } } as const;
			assert.deepEqual(await readChange(pair, AbortSignal.abort()).catch(failureOf), { kind: 'cancelled' });
		});
	});

	describe('with pictures that are excluded', () => {
		for (const [pattern, isSent] of [
			['private/**', false],
			['**/private/*.png', false],
			['other/**', true],
		] as const) {
			it(`${isSent ? 'sends' : 'sends no'} version under ${pattern}`, async () => {
				repository.write('private/app.png', chart);
				repository.commit('Show the app');
				repository.remove('private/app.png');
				await bed.set('exclude', [pattern.startsWith('private') ? `**/${pattern}` : pattern]);
				const before = bed.glm.requests.length;
				const { status } = await run(inList('workingTree', 'private/app.png'));
				assert.deepEqual([status, bed.glm.requests.length - before], isSent ? ['done', 1] : ['failed', 0]);
			});
		}

		it('keeps the version before a rename here, and after a reload', async () => {
			repository.write('private/app.png', chart);
			repository.commit('Show the app');
			repository.git('mv', 'private/app.png', 'app.png');
			repository.write('app.png', Buffer.concat([chart, Buffer.from('one more version')]));
			repository.stage();
			const { question } = await run(inList('index'));
			assert.deepEqual(question.change?.versions, ['HEAD', 'Staged']);
			await bed.reload();
			await bed.set('exclude', ['**/private/**']);
			const before = bed.glm.requests.length;
			const { failure } = await bed.askFurther('And now?');
			assert.match(failure?.message ?? '', /app\.png/);
			assert.equal(bed.glm.requests.length, before);
		});
	});

	it('is a turn like any other: a reload, a further question, and once again', async () => {
		repository.write('app.png', chart);
		repository.commit('Show the app');
		repository.write('app.png', dialog);
		await run(inList('workingTree'));
		const before = told(bed.open.state.turns.at(-1) as Turn);
		await bed.reload();
		const [turn] = bed.open.state.turns;
		assert.ok(turn);
		assert.deepEqual(told(turn), before);
		assert.deepEqual(await Promise.all(turn.pictures.map(async ({ id }) => (await bed.open.bytes(id)) !== undefined)), [
			true,
			true,
		]);
		// What has changed since then changes nothing here.
		repository.write('app.png', settings);
		await bed.open.askAgain(turn.question.id);
		assert.deepEqual(told(bed.open.state.turns.at(-1) as Turn), before);
		const further = await bed.askFurther('Where exactly?');
		assert.equal(further.status, 'done');
		assert.equal(bed.glm.requests.at(-1)?.images.length, 2);
	});

	it('is asked about further in a past conversation, whose bytes are gone: Git has them', async () => {
		repository.write('app.png', chart);
		repository.commit('Show the app');
		repository.write('app.png', dialog);
		await run(inList('workingTree'));
		await bed.open.clear();
		await bed.open.flush();
		const [past] = await bed.parts.history.list();
		assert.ok(past);
		await bed.open.open(past);
		const before = bed.glm.requests.length;
		const { status, failure } = await bed.askFurther('Where exactly?');
		assert.deepEqual([status, failure], ['done', undefined]);
		assert.equal(bed.glm.requests[before]?.images.length, 2);
	});

	describe('with another Git extension than the usual', () => {
		const { getExtension } = vscode.extensions;
		const pair = { file: vscode.Uri.file('/a/app.png'), before: { kind: 'head' }, after: { kind: 'index' } } as const;
		const never = new Promise<never>(() => undefined);
		const state = {
			HEAD: { commit: 'a'.repeat(40) },
			mergeChanges: [],
			workingTreeChanges: [],
			indexChanges: [{ uri: pair.file, originalUri: pair.file }],
		};
		const repositoryThat = (how: object): object => ({
			rootUri: vscode.Uri.file('/a'),
			state,
			getObjectDetails: async () => ({ size: 10 }),
			buffer: assert.fail,
			getCommit: assert.fail,
			log: assert.fail,
			diffBetween: assert.fail,
			...how,
		});
		const extensionWith = (repositoryGiven: unknown): unknown => ({
			activate: async () => ({
				getAPI: () => ({
					state: 'initialized',
					onDidChangeState: assert.fail,
					repositories: [],
					getRepository: () => repositoryGiven,
				}),
			}),
		});

		/** Reads the versions as that extension has them, and gives the failure. */
		async function failureWith(extension: unknown, signal = AbortSignal.timeout(10_000)): Promise<Failure> {
			Object.assign(vscode.extensions, { getExtension: () => extension });
			try {
				return await readChange(pair, signal).then(() => assert.fail('versions came'), failureOf);
			} finally {
				Object.assign(vscode.extensions, { getExtension });
			}
		}

		for (const [name, extension] of [
			['is not there', undefined],
			['exports nothing', { activate: async () => undefined }],
			['is off', { activate: async () => ({ getAPI: () => assert.fail('The model is not there.') }) }],
			['has another API', { activate: async () => ({ getAPI: () => ({ repositories: [] }) }) }],
		] as const) {
			it(`says that Git is not available: it ${name}`, async () => {
				assert.equal(
					failureMessage(await failureWith(extension))?.message,
					'Git isn’t available in this window: its extension is off, or Git isn’t installed.',
				);
			});
		}

		it('reads nothing of a version that is too large', async () => {
			const byteLength = 201 * 1024 * 1024;
			const failure = await failureWith(
				extensionWith(repositoryThat({ getObjectDetails: async () => ({ size: byteLength }) })),
			);
			assert.deepEqual(failure, { kind: 'fileTooLarge', name: 'app.png', byteLength });
		});

		for (const [name, how] of [
			['looks for a version', { getObjectDetails: () => never }],
			['reads one', { buffer: () => never }],
		] as const) {
			it(`stops at once while Git ${name}`, async () => {
				const stop = new AbortController();
				const failed = failureWith(extensionWith(repositoryThat(how)), stop.signal);
				setImmediate(() => stop.abort());
				assert.deepEqual(await failed, { kind: 'cancelled' });
			});
		}

		it('says so where Git fails', async () => {
			const fails = async (): Promise<never> => Promise.reject(new Error('fatal: bad object'));
			assert.deepEqual(await failureWith(extensionWith(repositoryThat({ buffer: fails }))), {
				kind: 'versionUnread',
				name: 'app.png',
				version: 'Staged',
			});
		});
	});
});
