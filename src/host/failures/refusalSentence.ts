import { env, l10n } from 'vscode';
import type { ContentFilter, ServiceRefusal } from '../../core/failure.ts';
import type { PlainAction } from './notice.ts';

/** What the user reads when the service said no, and what the button does. */
export function refusalSentence(failure: ServiceRefusal): readonly [message: string, action?: PlainAction] {
	const { host } = failure;
	const withServiceWords = (sentence: string): string =>
		failure.message ? l10n.t('{0} The service says: {1}', sentence, failure.message) : sentence;
	switch (failure.kind) {
		case 'keyRefused':
			return [l10n.t('{0} does not accept the API key. Enter it again to continue.', host), 'setApiKey'];
		case 'accountLocked':
			return [
				withServiceWords(l10n.t('The account at {0} is locked or not active. Sign in there, then ask again.', host)),
				'openBilling',
			];
		case 'noBalance':
			return failure.mayBePlanKey
				? [
						l10n.t('There is no balance for this API key at {0}. Does it belong to the Coding Plan?', host),
						'useCodingEndpoint',
					]
				: [l10n.t('There is no balance for this API key at {0}. Top it up, then ask again.', host), 'openBilling'];
		case 'quota':
			return failure.resetsAt === undefined
				? [
						withServiceWords(
							l10n.t('This API key has reached its limit at {0}. Raise the limit or wait, then ask again.', host),
						),
						'openBilling',
					]
				: [
						l10n.t(
							'This API key has reached its limit at {0}. Ask again after {1}.',
							host,
							dateAndTime(failure.resetsAt),
						),
						'askAgain',
					];
		case 'planExpired':
			return [
				l10n.t('The Coding Plan of this API key at {0} has ended. Renew it, then ask again.', host),
				'openBilling',
			];
		case 'fairUse':
			return [
				withServiceWords(l10n.t('{0} is limiting this account under its fair-use rules. Ask again later.', host)),
				'askAgain',
			];
		case 'modelUnknown':
			return [l10n.t('{0} does not know this model. Select another one.', host), 'selectModel'];
		case 'modelNotInPlan':
			return [
				l10n.t('This model is not in the plan of this API key at {0}. Select another model.', host),
				'selectModel',
			];
		case 'notPermitted':
			return [
				withServiceWords(l10n.t("This API key can't use this model at {0}. Select another model.", host)),
				'selectModel',
			];
		case 'functionMissing':
			return [
				withServiceWords(l10n.t('{0} has nothing at this address. Check the setting glimpse.endpoint.', host)),
				'openSettings',
			];
		case 'requestRefused':
			return failure.maxTokens === undefined
				? [
						withServiceWords(
							l10n.t('{0} could not use the question as it was sent. Check the settings of Glimpse.', host),
						),
						'openSettings',
					]
				: [
						l10n.t('The setting glimpse.maxTokens may be at most {0} for this model.', failure.maxTokens),
						'openSettings',
					];
		case 'requestTooLarge':
			return [l10n.t('Together, the pictures are too large for {0}. Choose fewer or smaller ones.', host)];
		case 'tooLong':
			return [
				l10n.t('The conversation is too long for this model. Start a new one, or select another model.'),
				'selectModel',
			];
		case 'duplicateRequest':
			return [l10n.t('{0} mistook the question for one it had already received. Ask again.', host), 'askAgain'];
		case 'blocked':
			return [blocked(failure.filters)];
		case 'busy':
			return [l10n.t('{0} is busy. Ask again in a moment.', host), 'askAgain'];
		case 'serviceBroken':
			return [withServiceWords(l10n.t('{0} has a problem on its side. Ask again in a moment.', host)), 'askAgain'];
		case 'service':
			return [
				l10n.t('{0} refused the question: {1} ({2})', host, failure.message || `HTTP ${failure.status}`, failure.code),
				'askAgain',
			];
	}
}

function blocked(filters: readonly ContentFilter[]): string {
	const places = [...new Set(filters.map(({ role }) => placeOf(role)))];
	return places.length > 0
		? l10n.t(
				'The service blocked the question because of the content of {0}. Ask in a different way.',
				places.join(', '),
			)
		: l10n.t('The service blocked the question because of its content. Ask in a different way.');
}

/** Where the safety audit applied, in words. */
export function placeOf(role: string): string {
	switch (role) {
		case 'user':
			return l10n.t('your question or its pictures');
		case 'history':
			return l10n.t('the conversation before it');
		default:
			return l10n.t('the answer');
	}
}

/** In the user's time zone and the editor's language. */
function dateAndTime(milliseconds: number): string {
	return new Date(milliseconds).toLocaleString(env.language, { dateStyle: 'medium', timeStyle: 'short' });
}
