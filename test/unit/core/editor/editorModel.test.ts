import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answererKey } from '../../../../src/core/answerer.ts';
import { pointingModel } from '../../../../src/core/boxes/pointingModel.ts';
import { editorLimits } from '../../../../src/core/editor/editorLimits.ts';
import {
	editorAnswerer,
	findEditorModel,
	inOfferedOrder,
	seesPictures,
	wholeId,
	type EditorModel,
} from '../../../../src/core/editor/editorModel.ts';

const model = (vendor: string, id: string, given: Partial<EditorModel> = {}): EditorModel => ({
	vendor,
	id,
	provider: vendor.toUpperCase(),
	name: id,
	family: '',
	maxInputTokens: 1000,
	sees: true,
	...given,
});

describe('A model of the editor', () => {
	for (const [capabilities, sees] of [
		[{ supportsImageToText: true, supportsToolCalling: false }, true],
		[{ supportsImageToText: false }, false],
		[{ imageInput: true }, true],
		[{ imageInput: false }, false],
		[{ supportsImageToText: undefined, imageInput: true }, true],
		[{ supportsImageToText: 'yes' }, undefined],
		[{ supportsImageToText: null }, undefined],
		[{}, undefined],
		[undefined, undefined],
		[null, undefined],
		['imageInput', undefined],
		[[true], undefined],
	] as const) {
		it(`with the capabilities ${JSON.stringify(capabilities)} ${sees === undefined ? 'may see' : sees ? 'sees' : "doesn't see"}`, () => {
			assert.equal(seesPictures(capabilities), sees);
		});
	}

	it('is found by its id, or with its vendor where another has the same', () => {
		const models = [model('copilot', 'gpt-4o'), model('copilot', 'o4'), model('other', 'gpt-4o')];
		assert.equal(findEditorModel('o4', models), models[1]);
		assert.equal(findEditorModel('gpt-4o', models), undefined);
		assert.equal(findEditorModel('copilot/gpt-4o', models), models[0]);
		assert.equal(findEditorModel('other/gpt-4o', models), models[2]);
		assert.equal(findEditorModel('', models), undefined);
	});

	it('is what the setting that names it leads to, and nobody else later, whatever comes', () => {
		const vendors = fc.constantFrom('a', 'b');
		const ids = fc.constantFrom('a', 'b', 'a/b', 'b/a', 'a/a');
		const some = fc.array(fc.tuple(vendors, ids), { minLength: 1, maxLength: 6 });
		fc.assert(
			fc.property(some, some, (first, later) => {
				const [now, then] = [first, [...later, ...first]].map((pairs) =>
					pairs.map(([vendor, id]) => model(vendor, id)),
				);
				for (const each of now ?? []) {
					const setting = wholeId(each);
					assert.equal(findEditorModel(setting, now ?? [])?.vendor, each.vendor);
					const found = findEditorModel(setting, then ?? []);
					if (found) assert.equal(wholeId(found), wholeId(each));
				}
			}),
		);
	});

	it('is offered before those that may not see, and last where it does not', () => {
		const models = [
			model('v', 'blind', { sees: false }),
			model('v', 'unknown', { sees: undefined }),
			model('v', 'sees'),
		];
		assert.deepEqual(
			inOfferedOrder(models).map(({ id }) => id),
			['sees', 'unknown', 'blind'],
		);
	});

	it('takes no video, and as much as the editor says', () => {
		assert.equal(editorLimits(1000).video, undefined);
		assert.equal(editorLimits(1000).context, 1000 + 4096);
		assert.equal(editorLimits(0).context, undefined);
		assert.equal(editorLimits(1000).price, undefined);
	});

	it('points where its family is known to, but not in pixels, which the editor may change', () => {
		const pointing = (id: string, family: string): string | undefined =>
			pointingModel(editorAnswerer(model('v', id, { family })));
		assert.equal(pointing('whatever', 'gemini-2.5-pro'), 'gemini-2.5-pro');
		assert.equal(pointing('glm-4.6v', ''), 'v/glm-4.6v');
		assert.equal(pointing('qwen2.5-vl-7b', 'qwen2.5-vl'), undefined);
		assert.equal(pointing('gpt-4o', 'gpt-4o'), undefined);
		assert.equal(pointingModel({ engine: 'local' }), undefined);
	});

	it('has answers of its own', () => {
		const keys = [
			answererKey(editorAnswerer(model('a', 'm'))),
			answererKey(editorAnswerer(model('b', 'm'))),
			answererKey({ engine: 'glm', model: 'm', host: 'a' }),
			answererKey({ engine: 'local' }),
		];
		assert.equal(new Set(keys).size, keys.length);
	});
});
