import assert from 'node:assert/strict';
import { longestPointer, parseLfsPointer } from '../../../../src/core/git/lfsPointer.ts';
import { changeNote, changePrompt } from '../../../../src/core/git/pictureChange.ts';
import { changeGroups, parseVersionRef, treeishOf, versionsOfGroup } from '../../../../src/core/git/versionRef.ts';
import { promptFor } from '../../../../src/core/prompts.ts';

describe('The versions of a changed file', () => {
	for (const [group, before, after] of [
		['merge', 'ours', 'theirs'],
		['index', 'head', 'index'],
		['workingTree', 'index', 'workingTree'],
		['untracked', 'index', 'workingTree'],
	] as const) {
		it(`are ${before} and ${after} in the list ${group}`, () => {
			assert.deepEqual(versionsOfGroup(group), { before: { kind: before }, after: { kind: after } });
		});
	}

	it('are numbered lists as the Git extension numbers them', () => {
		assert.deepEqual(changeGroups, ['merge', 'index', 'workingTree', 'untracked']);
	});
});

describe('parseVersionRef', () => {
	const hash = 'A1b2'.repeat(10);
	for (const [text, ref] of [
		['', { kind: 'workingTree' }],
		['~', { kind: 'index' }],
		['HEAD', { kind: 'head' }],
		[hash, { kind: 'commit', hash: hash.toLowerCase() }],
		[`${hash}^`, { kind: 'parent', hash: hash.toLowerCase() }],
		['a1b2', { kind: 'commit', hash: 'a1b2' }],
		['b'.repeat(64), { kind: 'commit', hash: 'b'.repeat(64) }],
		...[
			'a1b',
			'b'.repeat(65),
			'main',
			'-a1b2',
			'--output=a1b2',
			'a1b2:x',
			'a1b2 ',
			'a1b2\n',
			'^a1b2',
			'a1b2^^',
			'HEAD^',
			':2',
			'..',
			'é',
		].map((other) => [other, undefined] as const),
	] as const) {
		it(`${JSON.stringify(text)} is ${ref ? ref.kind : 'no version'}`, () => {
			assert.deepEqual(parseVersionRef(text), ref);
		});
	}

	it('leads to words for Git that are no option', () => {
		for (const kind of ['index', 'head', 'ours', 'theirs'] as const)
			assert.doesNotMatch(treeishOf({ kind }) ?? '', /^-/);
		assert.equal(treeishOf({ kind: 'workingTree' }), undefined);
		assert.equal(treeishOf({ kind: 'commit', hash: 'a1b2' }), 'a1b2');
	});
});

describe('parseLfsPointer', () => {
	const oid = '4d7a'.repeat(16);
	const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 12345\n`;
	const parse = (text: string): unknown => parseLfsPointer(new TextEncoder().encode(text));

	for (const [name, text] of [
		['as it is written', pointer],
		['with lines of another system', pointer.replaceAll('\n', '\r\n')],
		['with extensions', pointer.replace('oid', `ext-0-words sha256:${oid}\noid`)],
	] as const) {
		it(name, () => assert.deepEqual(parse(text), { oid, size: 12_345 }));
	}

	for (const [name, text] of [
		['a picture', '\u0089PNG\r\n'],
		['no bytes', ''],
		['another version', pointer.replace('v1', 'v9')],
		['a path as its hash', pointer.replace(oid, '../../../../etc/passwd')],
		['another hash', pointer.replace('sha256', 'md5')],
		['no size', pointer.replace(/size.*/, '')],
		['a size below nothing', pointer.replace('12345', '-1')],
		['a drawing that tells of pointers', `<svg><!--\n${pointer}--></svg>`],
		['more than a pointer', pointer + ' '.repeat(longestPointer)],
	] as const) {
		it(`is not ${name}`, () => assert.equal(parse(text), undefined));
	}
});

describe('The words about a change', () => {
	const question = { task: 'compare', text: '', imageCount: 2, language: 'French' } as const;
	const change = { kind: 'changed', versions: ['HEAD', 'Staged'] } as const;

	it('take the place of those of the task, and make way for the user’s', () => {
		assert.equal(promptFor({ ...question, change }), `${changePrompt(change)}\n\nAnswer in French.`);
		assert.equal(promptFor({ ...question, change, ownPrompt: 'Be brief.' }), 'Be brief.\n\nAnswer in French.');
	});

	it('say in each case what the pictures are', () => {
		const kinds = ['changed', 'added', 'deleted'] as const;
		const all = kinds.flatMap((kind) => [changeNote({ kind, versions: [] }), changePrompt({ kind, versions: [] })]);
		assert.equal(new Set(all).size, 6);
	});
});
