import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { emptyConversation, reduce } from '../../src/core/conversation.ts';
import { pastItem } from '../../src/host/commands/historyCommands.ts';

const png = 'data:image/png;base64,AAAA';

/** The row of a conversation about two pictures with this answer. */
function rowOf(answer: string, thumbnails: Readonly<Record<string, string>>): vscode.QuickPickItem {
	const question = {
		id: 'a',
		task: 'ask',
		text: 'What $(trash) is\n[it](command:x)?',
		sources: [],
		follows: false,
	} as const;
	const pictures = ['2', '1'].map((id) => ({
		id,
		name: `${id}.png`,
		mediaType: 'image/png',
		width: 1,
		height: 1,
		byteLength: 3,
	}));
	let conversation = reduce(emptyConversation, { kind: 'asked', question });
	conversation = reduce(conversation, { kind: 'prepared', turnId: 'a', pictures });
	conversation = reduce(conversation, { kind: 'part', turnId: 'a', part: { kind: 'text', text: answer } });
	const now = Date.now();
	return pastItem({ id: 'past', savedAt: now, conversation, thumbnails }, now, {
		iconPath: new vscode.ThemeIcon('trash'),
	});
}

describe('The row of a past conversation', () => {
	it('has a title, its pictures and day, and plain words', () => {
		const { label, description, detail } = rowOf('## Answer\n\nA **dialog** with $(icons).', { 1: png });
		assert.equal(label, 'What $ (trash) is [it] (command:x)?');
		assert.match(description ?? '', /^2\.png, 1\.png · today, \d/);
		assert.equal(detail, 'What $ (trash) is [it](command:x)? · Answer A dialog with $ (icons).');
	});

	for (const [what, thumbnails, shown] of [
		['its first picture', { 1: 'data:image/png;base64,BBBB', 2: png }, png],
		['the first one that was made small', { 1: png }, png],
		['none where there is none', {}, undefined],
		['none that is a drawing', { 2: 'data:image/svg+xml;base64,AAAA' }, undefined],
		['none that is too large', { 2: `data:image/png;base64,${'A'.repeat(100_000)}` }, undefined],
		['none of another conversation', { 3: png }, undefined],
	] as const) {
		it(`shows ${what}`, () => {
			const { iconPath } = rowOf('', thumbnails);
			if (shown === undefined) assert.ok(iconPath instanceof vscode.ThemeIcon);
			else assert.equal(iconPath instanceof vscode.Uri && iconPath.toString(true), shown);
		});
	}
});
