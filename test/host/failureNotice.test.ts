import assert from 'node:assert/strict';
import type { ActionId } from '../../src/core/conversation.ts';
import type { ServiceRefusal } from '../../src/core/failure.ts';
import { serviceFailure } from '../../src/core/glm/serviceFailure.ts';
import { failureMessage } from '../../src/host/failures/failureMessage.ts';
import errors from '../fixtures/glm/errors.json' with { type: 'json' };

const host = 'models.example';

/** The button of each kind of refusal; the compiler asks for all. */
const actions: Readonly<Record<ServiceRefusal['kind'], ActionId | undefined>> = {
	keyRefused: 'setApiKey',
	keyOfOtherKind: 'setApiKey',
	accountLocked: 'openBilling',
	noBalance: 'openBilling',
	quota: 'openBilling',
	planExpired: 'openBilling',
	fairUse: 'askAgain',
	modelUnknown: 'selectModel',
	modelCannotSee: 'selectModel',
	gatewayBlocked: 'showLog',
	answerLost: 'askAgain',
	modelNotInPlan: 'selectModel',
	notPermitted: 'selectModel',
	functionMissing: 'openSettings',
	requestRefused: 'openSettings',
	requestTooLarge: undefined,
	tooLong: 'selectModel',
	duplicateRequest: 'askAgain',
	blocked: undefined,
	busy: 'askAgain',
	serviceBroken: 'askAgain',
	service: 'askAgain',
};

describe('What the user reads when the service says no', () => {
	for (const [name, { status, body }] of Object.entries(errors)) {
		it(`${name}: a sentence and at most one button`, () => {
			const failure = serviceFailure({ host, status, body: JSON.stringify(body) });
			const notice = failureMessage(failure);
			assert.match(notice?.message ?? '', /^.{20,}$/s);
			const knowsReset = failure.kind === 'quota' && failure.resetsAt !== undefined;
			assert.equal(notice?.action?.id, knowsReset ? 'askAgain' : actions[failure.kind]);
			assert.notEqual(notice?.action?.label, '');
		});
	}

	it('asks whether a key without a balance belongs to the Coding Plan', () => {
		const failure = serviceFailure({ host, status: 429, body: JSON.stringify(errors['1113'].body) });
		assert.ok(failure.kind === 'noBalance');
		const notice = failureMessage({ ...failure, mayBePlanKey: true });
		assert.match(notice?.message ?? '', /Coding Plan\?$/);
		assert.equal(notice?.action?.id, 'useCodingEndpoint');
	});

	it("says when a quota is there again, in the user's time zone", () => {
		const failure = serviceFailure({ host, status: 429, body: JSON.stringify(errors['1308'].body) });
		const time = new Date('2026-11-23T19:15:00Z').toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
		assert.ok(failureMessage(failure)?.message.includes(time), failureMessage(failure)?.message);
	});

	it('says what was blocked', () => {
		const failure = serviceFailure({ host, status: 400, body: JSON.stringify(errors['1301'].body) });
		assert.ok(failureMessage(failure)?.message.includes('your question or its pictures'));
	});
});
