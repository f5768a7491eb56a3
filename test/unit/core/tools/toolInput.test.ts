import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readAgentPlace } from '../../../../src/core/tools/agentPlace.ts';
import { readToolInput, ToolRefusal, toolInputs } from '../../../../src/core/tools/toolInput.ts';

/** Returns the sentence of a refusal; fails where there is none, or another error. */
function refusal(work: () => unknown): string {
	try {
		work();
	} catch (error) {
		assert.ok(error instanceof ToolRefusal, String(error));
		return error.message;
	}
	return assert.fail('It was not refused.');
}

describe('The input of a tool', () => {
	it('is what an agent may pass', () => {
		const input = { images: [' a.png ', 'b.png'], question: 'Why?', task: 'ask' };
		assert.deepEqual(readToolInput(toolInputs.describeImage, input), { ...input, images: ['a.png', 'b.png'] });
		const place = { document: 'a.md', image: 'a.png', line: 3, occurrence: 1 };
		assert.deepEqual(readToolInput(toolInputs.altText, place), place);
	});

	for (const [value, sentence] of [
		[undefined, 'The input must be an object with these inputs: images.'],
		[null, 'The input must be an object with these inputs: images.'],
		['a.png', 'The input must be an object with these inputs: images.'],
		[['a.png'], 'The input “images” is missing.'],
		[{}, 'The input “images” is missing.'],
		[{ images: undefined }, 'The input “images” must be a list of texts.'],
		[{ images: null }, 'The input “images” must be a list of texts.'],
		[{ images: {} }, 'The input “images” must be a list of texts.'],
		[{ images: ['a', ''] }, 'The input “images.1” is empty.'],
		[{ images: ['a'.repeat(4001)] }, 'The input “images.0” must have at most 4000 characters.'],
		[{ images: ['a'], '[x](command:y)\u202E': 1 }, 'The input “[x](command:y)” is not known. There are: images.'],
		[{ images: ['a'], ['x'.repeat(300)]: 1 }, `The input “${'x'.repeat(199)}…” is not known. There are: images.`],
	] as const) {
		it(`is refused with a sentence: ${JSON.stringify(value)?.slice(0, 60)}`, () => {
			assert.equal(
				refusal(() => readToolInput(toolInputs.readText, value)),
				sentence,
			);
		});
	}

	for (const [name, schema] of Object.entries(toolInputs)) {
		it(`is taken or refused, whatever it is: ${name}`, () => {
			const known = fc.constantFrom('images', 'question', 'task', 'document', 'image', 'line', 'occurrence', 'path');
			const value = fc.oneof(fc.jsonValue(), fc.dictionary(known, fc.jsonValue()), fc.anything());
			fc.assert(
				fc.property(value, (input) => {
					try {
						readToolInput(schema, input);
					} catch (error) {
						assert.ok(error instanceof ToolRefusal, String(error));
						assert.match(error.message, /^The input .*\.$/su);
						assert.ok(error.message.length < 500);
					}
				}),
			);
		});
	}
});

describe('A place that an agent names', () => {
	for (const [text, place] of [
		['a.png', { kind: 'path', path: 'a.png', isAbsolute: false }],
		['../a.png', { kind: 'path', path: '../a.png', isAbsolute: false }],
		['./a:b.png', { kind: 'path', path: './a:b.png', isAbsolute: false }],
		['~a.png', { kind: 'path', path: '~a.png', isAbsolute: false }],
		['/a.png', { kind: 'path', path: '/a.png', isAbsolute: true }],
		['C:\\a.png', { kind: 'path', path: 'C:\\a.png', isAbsolute: true }],
		['c:/a.png', { kind: 'path', path: 'c:/a.png', isAbsolute: true }],
		['\\\\server\\a.png', { kind: 'path', path: '\\\\server\\a.png', isAbsolute: true }],
		['file:///a.png', { kind: 'uri', uri: 'file:///a.png' }],
		['FILE:///a.png', { kind: 'uri', uri: 'FILE:///a.png' }],
		['vscode-vfs://github/a/b.png', { kind: 'uri', uri: 'vscode-vfs://github/a/b.png' }],
		['https://example.com/a.png', { kind: 'web', address: new URL('https://example.com/a.png') }],
	] as const) {
		it(`is ${place.kind}: ${text}`, () => assert.deepEqual(readAgentPlace(text, ['vscode-vfs']), place));
	}

	const refused =
		'data:image/png;base64,AA http://example.com/a.png HTTP://a command:a vscode://a javascript:1 vscode-userdata:/a ' +
		'untitled:a blob:a https:// https://a:b@example.com/ ~ ~/a.png ~\\a.png';
	for (const text of refused.split(' ')) {
		it(`is refused: ${text}`, () => void refusal(() => readAgentPlace(text, ['vscode-vfs'])));
	}

	it('is taken or refused, whatever it is', () => {
		const text = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.webUrl(),
			fc
				.tuple(fc.constantFrom('https:', 'file:', 'data:', '~', '//', 'a:', ''), fc.string())
				.map((parts) => parts.join('')),
		);
		fc.assert(
			fc.property(text, (name) => {
				try {
					const { kind } = readAgentPlace(name, []);
					if (kind === 'web') assert.match(name, /^https:/i);
				} catch (error) {
					assert.ok(error instanceof ToolRefusal, String(error));
				}
			}),
		);
	});
});
