import assert from 'node:assert/strict';
import fc from 'fast-check';
import { labelText, logText, messageText, shorten } from '../../../src/core/outsideText.ts';

/** What the editor makes a link of in notifications, progress titles and prompts (its linkedText.ts). */
const editorLink = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

const links = [
	'[Repair](command:workbench.extensions.installExtension?%22x.y%22)',
	'Press [here](command:workbench.action.tasks.build) to go on',
	'[a](https://example.com)',
	'[a](FILE:///etc/passwd "title")',
	'[a]\u{200B}(command:x)',
	'[a]\u{202E}(command:x)',
	'[a]\n(command:x)',
	'[a]\u{0}(command:x)',
	'[[a](command:x)](command:y)',
];

describe('Text from outside', () => {
	for (const text of links) {
		it(`is no link in a message: ${JSON.stringify(text)}`, () => {
			assert.doesNotMatch(messageText(text), editorLink);
			assert.doesNotMatch(labelText(text), editorLink);
		});
	}

	it('is no link in a message, whatever it is made of', () => {
		const piece = fc.constantFrom(
			'[',
			']',
			'(',
			')',
			'a',
			' ',
			'\n',
			'\u{200B}',
			'\u{202E}',
			'command:',
			'https://a',
			'"',
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
				assert.doesNotMatch(messageText(pieces.join('')), editorLink);
			}),
			{ numRuns: 2000 },
		);
	});

	it('stays as it is where nothing in it acts', () => {
		for (const text of ['“Sales (2026) [draft]”', 'a.png could not be read.', '図 1 (左)', '👩‍💻 $5 (net)']) {
			assert.equal(messageText(text), text);
			assert.equal(labelText(text), text);
		}
	});

	it('is one line of at most 1,000 characters in a message', () => {
		assert.equal(messageText('a\r\nb\tc'), 'a b c');
		assert.equal(messageText('x'.repeat(5000)).length, 1000);
	});

	it('is no icon in a list', () => {
		assert.equal(labelText('$(trash) a'), '$ (trash) a');
	});

	it('is no entry of its own in the log', () => {
		const forged = 'a.png\n2026-11-28 10:00:00.000 [error] The key is wrong\r\nb';
		assert.deepEqual(
			logText(forged)
				.split('\n')
				.map((line) => /^\S/.test(line)),
			[true, false, false],
		);
	});

	it('is not cut within a character', () => {
		assert.equal(shorten('ab😀c', 4), 'ab…');
		assert.equal(shorten('ab😀', 4), 'ab😀');
	});
});
