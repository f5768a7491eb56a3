import assert from 'node:assert/strict';
import { reduceAttachments, type Attachment, type AttachmentEvent } from '../../../src/core/attachments.ts';
import { emptyConversation, reduce } from '../../../src/core/conversation.ts';

const attachment = (id: string): Attachment => ({ id, name: `${id}.png`, source: `file:///${id}.png` });
const waiting = ['a', 'b', 'c'].map(attachment);

describe('reduceAttachments', () => {
	const cases: readonly [title: string, event: AttachmentEvent, ids: string][] = [
		['adds at the end', { kind: 'attached', attachments: [attachment('d'), attachment('e')] }, 'abcde'],
		['takes one away', { kind: 'detached', id: 'b' }, 'ac'],
		['takes nothing away that is not there', { kind: 'detached', id: 'x' }, 'abc'],
		['moves to the front', { kind: 'moved', id: 'c', to: 0 }, 'cab'],
		['moves one to the right', { kind: 'moved', id: 'a', to: 1 }, 'bac'],
		['moves to the end', { kind: 'moved', id: 'a', to: 2 }, 'bca'],
		['moves no further than the end', { kind: 'moved', id: 'a', to: 9 }, 'bca'],
		['moves no further than the front', { kind: 'moved', id: 'b', to: -1 }, 'bac'],
		['moves nothing that is not there', { kind: 'moved', id: 'x', to: 0 }, 'abc'],
	];
	for (const [title, event, ids] of cases) {
		it(title, () => {
			assert.equal(
				reduceAttachments(waiting, event)
					.map(({ id }) => id)
					.join(''),
				ids,
			);
		});
	}

	it('lets go what a question takes along, and keeps the rest', () => {
		const before = reduce(emptyConversation, { kind: 'attached', attachments: waiting });
		const question = {
			id: 'q',
			task: 'ask',
			text: 'Why?',
			follows: true,
			sources: ['file:///a.png', 'file:///c.png'],
		} as const;
		assert.deepEqual(reduce(before, { kind: 'asked', question }).attachments, [attachment('b')]);
	});
});
