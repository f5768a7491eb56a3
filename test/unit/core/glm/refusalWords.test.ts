import assert from 'node:assert/strict';
import { isFetchRejection, refusedField, serviceFailure } from '../../../../src/core/glm/serviceFailure.ts';
import { FailureError } from '../../../../src/core/failure.ts';
import { refusalWords } from '../../../../src/core/glm/refusalWords.ts';
import { hostilePatterns } from '../../../support/hostilePatterns.ts';
import { assertLinear } from '../../../support/linearTime.ts';

const nested = (depth: number): unknown => (depth === 0 ? { message: 'deep' } : { error: nested(depth - 1) });

describe('refusalWords', () => {
	for (const [title, body, message, code] of [
		['an envelope', { error: { code: '1210', message: 'bad' } }, 'bad', '1210'],
		['a flat object', { code: 1000, msg: 'bad' }, 'bad', '1000'],
		['a string', { error: 'bad' }, 'bad', ''],
		['a list of invalid fields', { detail: [{ loc: ['body', 'top_k'], msg: 'bad' }] }, 'top_k: bad', ''],
		['each reason once', { errors: [{ message: 'bad' }, { message: 'bad' }, { message: 'worse' }] }, 'bad; worse', ''],
		['JSON in a string', { error: { message: '{"error":{"message":"bad","code":"1302"}}' } }, 'bad', ''],
		[
			'the code that a relay quotes',
			{ error: { message: 'x - {"code":"1305"}', code: '429' } },
			'x - {"code":"1305"}',
			'1305',
		],
		['words over several lines', { error: { message: 'bad\n\n  and worse ' } }, 'bad and worse', ''],
		['a name for a code', { error: { code: 'model_not_found', message: 'bad' } }, 'bad', 'model_not_found'],
		[
			'a relay and the service behind it',
			{ error: { message: 'outer', metadata: { raw: 'inner' } } },
			'outer: inner',
			'',
		],
		['a problem (RFC 9457)', { type: 'about:blank', title: 'bad', status: 400 }, 'bad', ''],
		['a message in capitals', { Message: 'bad' }, 'bad', ''],
		['nothing', {}, '', ''],
		['objects without an end', nested(50), '', ''],
	] as const) {
		it(title, () => assert.partialDeepStrictEqual(refusalWords(JSON.stringify(body)), { message, code }));
	}

	it('takes plain text for words, and none from a page', () => {
		assert.equal(refusalWords('error code: 1015').message, 'error code: 1015');
		assert.partialDeepStrictEqual(refusalWords('<html><title>Just a moment</title>'), {
			message: '',
			all: 'Just a moment',
			isPage: true,
		});
	});

	it('keeps 500 characters', () => assert.equal(refusalWords('x'.repeat(10_000)).message.length, 500));

	it('takes time in proportion to the length, and so does what is made of the words', () => {
		const judge = (body: string): void => {
			const error = new FailureError(serviceFailure({ host: 'models.example', status: 400, body }));
			isFetchRejection(error);
			refusedField(error, ['request_id', 'user']);
		};
		assertLinear('a refusal', judge, hostilePatterns, { length: 10_000 });
	});
});

describe('refusedField', () => {
	for (const [message, expected] of [
		['Unrecognized request argument supplied: request_id', 'request_id'],
		["property 'user' is unsupported", 'user'],
		['Unknown name "temperature": Cannot find field.', 'temperature'],
		['Unsupported: every user knows that', undefined],
		['request_identity is unknown', undefined],
		['temperature must be at most 1', undefined],
	] as const) {
		it(`${message}: ${expected ?? 'none'}`, () => {
			const failure = serviceFailure({
				host: 'models.example',
				status: 400,
				body: JSON.stringify({ error: { message } }),
			});
			assert.equal(refusedField(new FailureError(failure), ['request_id', 'user', 'temperature']), expected);
		});
	}
});
