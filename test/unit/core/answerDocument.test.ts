import assert from 'node:assert/strict';
import { answerDocument } from '../../../src/core/answerDocument.ts';
import { emptyConversation, reduce, type Turn } from '../../../src/core/conversation.ts';

function turn(sources: readonly string[], text = ''): Turn {
	const question = { id: 'q', task: 'describe', text, follows: false, sources } as const;
	const [asked] = reduce(emptyConversation, { kind: 'asked', question }).turns;
	assert.ok(asked);
	const pictures = sources.map((source, index) => ({
		id: String(index),
		name: decodeURIComponent(source.slice(source.lastIndexOf('/') + 1)),
		mediaType: 'image/png',
		width: 1,
		height: 1,
		byteLength: 1,
	}));
	return { ...asked, pictures, text: 'A cat.\n' };
}

describe('answerDocument', () => {
	const cases: readonly [title: string, document: string, expected: string][] = [
		[
			'beside its picture',
			answerDocument(turn(['file:///w/a.png']), 'file:///w/a.md'),
			'![a.png](<a.png>)\n\nA cat.\n',
		],
		[
			'in another folder, with a blank in the name',
			answerDocument(turn(['file:///w/img/a%20b.png']), 'file:///w/docs/x.md'),
			'![a b.png](<../img/a%20b.png>)\n\nA cat.\n',
		],
		[
			'elsewhere',
			answerDocument(turn(['https://pictures.example/a.png']), 'file:///w/a.md'),
			'![a.png](<https://pictures.example/a.png>)\n\nA cat.\n',
		],
		['about something pasted', answerDocument(turn(['pasted:1/x.png']), 'file:///w/a.md'), 'A cat.\n'],
		[
			'with the question and two pictures',
			answerDocument(turn(['file:///w/a.png', 'file:///w/[b].png'], 'Which\nis it?'), 'file:///w/a.md'),
			'![a.png](<a.png>)\n\n![\\[b\\].png](<[b].png>)\n\n**Which is it?**\n\nA cat.\n',
		],
	];
	for (const [title, document, expected] of cases) it(title, () => assert.equal(document, expected));
});
