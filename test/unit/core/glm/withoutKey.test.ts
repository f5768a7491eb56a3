import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createKeyFilter, failureWithoutKey, withoutKey } from '../../../../src/core/glm/withoutKey.ts';
import { keyEchoes, keyPartIn } from '../../../support/keyEchoes.ts';

const key = '3f9c1de07ab24c5d8e6f1a2b3c4d5e6f.Zx8Qw2Er5Ty9Ui1O';

describe('The API key in the words of a service', () => {
	for (const [name, echo] of Object.entries(keyEchoes)) {
		it(`is taken out ${name}`, () => {
			assert.ok(keyPartIn(echo(key), key), 'the echo holds the key');
			assert.equal(keyPartIn(withoutKey(echo(key), key), key), undefined);
		});

		it(`is taken out ${name}, whatever the pieces in which it arrives`, () => {
			fc.assert(
				fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }), (sizes) => {
					const filter = createKeyFilter(key);
					const text = `Before. ${echo(key)} After.`;
					let clean = '';
					for (let at = 0, turn = 0; at < text.length; turn++) {
						const size = sizes[turn % sizes.length] ?? 1;
						clean += filter.read(text.slice(at, at + size));
						at += size;
					}
					clean += filter.end();
					assert.equal(keyPartIn(clean, key), undefined);
					assert.ok(clean.startsWith('Before. ') && clean.endsWith(' After.'), clean);
				}),
			);
		});
	}

	it('is taken out of everything that a failure says', () => {
		const failure = failureWithoutKey(
			{
				kind: 'blocked',
				host: 'models.example',
				status: 400,
				code: key,
				message: `No. ${key}`,
				requestId: key.slice(0, 30),
				retryAfter: key,
				filters: [{ role: key, level: 1 }],
			},
			key,
		);
		assert.equal(keyPartIn(JSON.stringify(failure), key), undefined);
		assert.equal(failure.kind, 'blocked');
	});

	it('leaves all other text as it is, in any pieces', () => {
		fc.assert(
			fc.property(fc.array(fc.string({ unit: 'grapheme' })), (pieces) => {
				const filter = createKeyFilter(key);
				const clean = pieces.map((piece) => filter.read(piece)).join('') + filter.end();
				assert.equal(clean, pieces.join(''));
			}),
		);
	});

	it('leaves words alone that serve as a key where none is wanted', () => {
		assert.equal(withoutKey('Ask ollama again.', 'ollama'), 'Ask ollama again.');
		assert.equal(withoutKey('Bad key sk-1234.', 'sk-1234'), 'Bad key •••.');
	});
});
