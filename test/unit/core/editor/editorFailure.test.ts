import assert from 'node:assert/strict';
import { editorFailure } from '../../../../src/core/editor/editorFailure.ts';
import { seerModel } from '../../../support/editorModel.ts';

const model = { ...seerModel, sees: true };

/** An error as the editor gives it back from another process. */
function apiError(code: string, message: string, cause?: unknown): Error {
	return Object.assign(new Error(message, { cause }), { name: 'LanguageModelError', code });
}

const table: readonly (readonly [name: string, error: unknown, kind: string])[] = [
	[
		'consent that was refused',
		apiError('NoPermissions', 'Language model cannot be used by glimpse.'),
		'editorNotAllowed',
	],
	['a block', apiError('Blocked', ''), 'editorLimited'],
	['a model that is gone', apiError('NotFound', "Language model 'seer-1' is unknown."), 'editorModelMissing'],
	[
		'a quota, by its name',
		Object.assign(new Error('You have exceeded it.'), { name: 'ChatQuotaExceeded' }),
		'editorLimited',
	],
	['a rate, by its name', Object.assign(new Error('Slow down.'), { name: 'ChatRateLimited' }), 'editorLimited'],
	['a rate, in a cause', apiError('Unknown', 'Failed', new Error('429 Too Many Requests')), 'editorLimited'],
	['a quota, in words', new Error('You exceeded your current quota, please check your plan.'), 'editorLimited'],
	['a model without eyes', new Error('model does not support images'), 'modelTextOnly'],
	[
		'a model without eyes, in a cause',
		apiError('', 'Failed', { message: 'image_url is only supported by' }),
		'modelTextOnly',
	],
	['too much text', new Error('prompt is too long: 210000 tokens > 200000 maximum'), 'tooLong'],
	['too many pictures', new Error('too many images in request'), 'requestTooLarge'],
	['a filter', new Error('Response got filtered by content_filter'), 'blocked'],
	['a model that is switched off', new Error('model_not_found'), 'editorModelMissing'],
	['no network', new Error('net::ERR_INTERNET_DISCONNECTED'), 'editorFailed'],
	['an error without words, but with a code', apiError('Whatever', ''), 'editorFailed'],
	['a picture that could not be decoded: an event', { isTrusted: true }, 'editorPictureUnread'],
	['an error made of an event', new Error(''), 'editorPictureUnread'],
	['nothing', undefined, 'editorPictureUnread'],
	['null', null, 'editorPictureUnread'],
	['words alone', 'rate limit', 'editorLimited'],
	['an object of some kind', { message: 42, code: 7, cause: 'late' }, 'editorFailed'],
];

describe('What a model of the editor throws', () => {
	for (const [name, error, kind] of table) {
		it(`is told for ${name}`, () => {
			assert.equal(editorFailure(error, { model, hasBegun: false }).kind, kind);
		});
	}

	it('is a broken answer once that has begun, where nothing says more', () => {
		assert.equal(editorFailure(new Error('socket hang up'), { model, hasBegun: true }).kind, 'answerBroken');
		assert.equal(editorFailure({ isTrusted: true }, { model, hasBegun: true }).kind, 'answerBroken');
		assert.equal(editorFailure(apiError('Blocked', 'x'), { model, hasBegun: true }).kind, 'editorLimited');
	});

	it('may be caused by itself', () => {
		const error: Error & { cause?: unknown } = new Error('round');
		error.cause = error;
		assert.deepEqual(editorFailure(error, { model, hasBegun: false }), {
			kind: 'editorFailed',
			model: 'Seer',
			provider: 'Makers',
			message: 'round',
		});
	});

	it('may be of any length', () => {
		// The words are cut before they are read.
		const error = new Error('quota image '.repeat(1_000_000));
		assert.equal(editorFailure(error, { model, hasBegun: false }).kind, 'editorFailed');
	});
});
