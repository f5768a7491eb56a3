import assert from 'node:assert/strict';
import { createMarkupWorker, type MarkupWorker } from '../../../src/documents/markupWorker.ts';
import { readMarkup } from '../../../src/core/markup/readMarkup.ts';
import { rejectionOf } from '../../support/rejectionOf.ts';
import { builtFolder } from '../local/builtFolder.ts';

const text = '# Sales\n\nThe year so far.\n\n![](chart.png)\n\n`code`\n';

describe('Reading documents in a thread', () => {
	const threads: MarkupWorker[] = [];
	const create = (limit?: number): MarkupWorker => {
		const thread = createMarkupWorker({ folder: builtFolder(), ...(limit !== undefined && { limit }) });
		threads.push(thread);
		return thread;
	};
	afterEach(() => {
		for (const thread of threads.splice(0)) thread.dispose();
	});

	it('finds what reading here finds, for each state of a document', async () => {
		const thread = create();
		for (const state of [text, `${text}\n![b](b.png)`, text]) {
			const document = { key: 'a', language: 'markdown', text: state };
			const here = readMarkup(state, 'markdown');
			assert.deepEqual((await thread.references(document)).references, here.references);
			assert.deepEqual(await thread.outline(document), here.outline());
			for (const offset of [0, state.indexOf('code'), state.length]) {
				assert.equal(await thread.canInsertAt(document, offset), here.canInsertAt(offset));
			}
		}
	});

	it('leaves a document alone that takes too long, and reads the next one', async () => {
		const thread = create(1);
		const long = { key: 'a', language: 'markdown', text: text.repeat(20_000) };
		const failure = await rejectionOf(thread.references(long));
		assert.equal(failure.kind === 'documentUnread' && failure.why, 'late');
		const patient = create();
		assert.equal((await patient.references({ ...long, text })).references.length, 1);
	});

	it('says when its script is missing', async () => {
		const thread = createMarkupWorker({ folder: '/nowhere' });
		threads.push(thread);
		const failure = await rejectionOf(thread.references({ key: 'a', language: 'markdown', text }));
		assert.equal(failure.kind === 'documentUnread' && failure.why, 'broken');
	});
});
