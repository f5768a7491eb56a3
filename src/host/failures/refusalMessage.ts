import { env, l10n } from 'vscode';
import type { ActionId } from '../../core/conversation.ts';
import type { ContentFilter, ServiceRefusal } from '../../core/failure.ts';
import { shorten } from '../../core/outsideText.ts';

/** An action whose button always says the same. */
export type PlainAction = Exclude<ActionId, 'useModel' | 'useEndpoint' | 'sendBeginning'>;

/** The most characters of a service's own words in a sentence. */
const longestWords = 240;

/** Returns the sentence about a refusal of the service, and the action of its button. */
export function refusalMessage(failure: ServiceRefusal): readonly [message: string, action?: PlainAction] {
	const { host } = failure;
	const withServiceWords = (sentence: string): string =>
		failure.message ? l10n.t('{0} The service says: {1}', sentence, shorten(failure.message, longestWords)) : sentence;
	switch (failure.kind) {
		case 'keyRefused':
			return [l10n.t('{0} does not accept the API key. Enter it again to continue.', host), 'setApiKey'];
		case 'keyOfOtherKind':
			return [
				withServiceWords(l10n.t('{0} takes API keys of another kind at this address. Set one of those.', host)),
				'setApiKey',
			];
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
			return [l10n.t('The plan of this API key at {0} has ended. Renew it, then ask again.', host), 'openBilling'];
		case 'fairUse':
			return [
				withServiceWords(l10n.t('{0} is limiting this account under its fair-use rules. Ask again later.', host)),
				'askAgain',
			];
		case 'modelUnknown':
			return [withServiceWords(l10n.t('{0} does not have this model. Select another one.', host)), 'selectModel'];
		case 'modelCannotSee':
			return [
				withServiceWords(l10n.t("This model at {0} can't see pictures. Select one that can.", host)),
				'selectModel',
			];
		case 'gatewayBlocked':
			return [
				withServiceWords(
					l10n.t(
						'A gateway in front of {0} blocked the question (HTTP {1}). Ask whoever runs it.',
						host,
						failure.status,
					),
				),
				'showLog',
			];
		case 'answerLost':
			return [
				l10n.t(
					'{0} took too long, and its gateway gave up (HTTP {1}). The answer may have been billed. Ask again if you want.',
					host,
					failure.status,
				),
				'askAgain',
			];
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
			return [
				withServiceWords(l10n.t('Together, the pictures are too large for {0}. Choose fewer or smaller ones.', host)),
			];
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
				l10n.t(
					'{0} refused the question: {1} ({2})',
					host,
					shorten(failure.message, longestWords) || `HTTP ${failure.status}`,
					failure.code,
				),
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

/** Returns in words which part the safety audit is about. */
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

/** Formats a time in the user's time zone and the editor's language. */
export function dateAndTime(milliseconds: number): string {
	return new Date(milliseconds).toLocaleString(env.language, { dateStyle: 'medium', timeStyle: 'short' });
}
