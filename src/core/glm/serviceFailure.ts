import {
	FailureError,
	isRefusal,
	type Failure,
	type RefusalDetails,
	type ServiceRefusal,
	type ContentFilter,
} from '../failure.ts';
import { isJsonObject, numberIn } from './json.ts';
import { kindOfWords } from './refusalMeanings.ts';
import { refusalWords, type RefusalWords } from './refusalWords.ts';
import { codingEndpoint } from './services.ts';

/**
 * Returns where the safety audit applied, in an answer or a refusal; empty if nothing is said. The service spells the field in two
 * ways.
 */
export function contentFilters(body: unknown): readonly ContentFilter[] {
	if (!isJsonObject(body)) return [];
	const filters = body['content_filter'] ?? body['contentFilter'];
	if (!Array.isArray(filters)) return [];
	return filters
		.slice(0, 10)
		.filter(isJsonObject)
		.map(({ role, level }) => ({ role: typeof role === 'string' ? role : '', level: numberIn(level) }));
}

type Kind = ServiceRefusal['kind'];

/** The meaning of the service's business codes, from its error table and from observation. */
const kindOfCode: ReadonlyMap<string, Kind> = new Map<string, Kind>([
	['500', 'serviceBroken'],
	['1000', 'keyRefused'],
	['1001', 'keyRefused'],
	['1002', 'keyRefused'],
	['1003', 'keyRefused'],
	['1004', 'keyRefused'],
	// The account wants a second factor at its next login.
	['1005', 'accountLocked'],
	['1100', 'accountLocked'],
	['1110', 'accountLocked'],
	['1111', 'accountLocked'],
	['1112', 'accountLocked'],
	['1113', 'noBalance'],
	['1120', 'busy'],
	['1121', 'accountLocked'],
	['1200', 'serviceBroken'],
	['1210', 'requestRefused'],
	['1211', 'modelUnknown'],
	['1212', 'requestRefused'],
	['1213', 'requestRefused'],
	['1214', 'requestRefused'],
	['1215', 'requestRefused'],
	['1220', 'notPermitted'],
	['1221', 'functionMissing'],
	['1222', 'functionMissing'],
	['1230', 'serviceBroken'],
	['1231', 'duplicateRequest'],
	['1234', 'serviceBroken'],
	['1261', 'tooLong'],
	['1300', 'blocked'],
	['1301', 'blocked'],
	['1302', 'busy'],
	['1303', 'busy'],
	['1304', 'quota'],
	['1305', 'busy'],
	['1308', 'quota'],
	['1309', 'planExpired'],
	['1310', 'quota'],
	['1311', 'modelNotInPlan'],
	['1312', 'busy'],
	['1313', 'fairUse'],
	['1314', 'planExpired'],
	['1315', 'keyOfOtherKind'],
	['1316', 'quota'],
	['1317', 'quota'],
	['1318', 'quota'],
	['1319', 'quota'],
	['1320', 'quota'],
	['1321', 'quota'],
]);

/** Codes that stand for many mistakes: words that are plainer decide first. */
const vagueCodes = new Set(['500', '1200', '1210', '1212', '1213', '1214', '1215', '1220', '1230', '1234']);

const kindOfStatus: ReadonlyMap<number, Kind> = new Map<number, Kind>([
	[401, 'keyRefused'],
	[402, 'noBalance'],
	[403, 'notPermitted'],
	[404, 'functionMissing'],
	[405, 'functionMissing'],
	[408, 'serviceBroken'],
	[413, 'requestTooLarge'],
	[434, 'notPermitted'],
	[435, 'requestTooLarge'],
	// Gateways: nginx and others, Cloudflare.
	[504, 'answerLost'],
	[524, 'answerLost'],
]);

/** Titles of pages that a firewall or a check for robots shows. */
const blockingPage = /just a moment|attention required|access denied|forbidden|blocked|captcha|waf|not allowed/i;

/**
 * Returns the failure that a refusing response means. The business code in the body decides, unless it is a vague one, then the
 * service's words; the HTTP status only if neither is known.
 */
export function serviceFailure(response: {
	readonly host: string;
	readonly status: number;
	readonly body: string;
	readonly retryAfter?: string | undefined;
}): ServiceRefusal {
	const { host, status, retryAfter, body } = response;
	const words = refusalWords(body);
	const details: RefusalDetails = {
		host,
		status,
		code: words.code || String(status),
		message: words.message,
		requestId: words.requestId,
		retryAfter,
	};
	const kind = kindOf(words, response);
	if (kind === 'noBalance') return { ...details, kind, mayBePlanKey: false };
	if (kind === 'functionMissing') return { ...details, kind, instead: undefined };
	if (kind === 'quota') return { ...details, kind, resetsAt: resetTime(details.message) };
	if (kind === 'requestRefused') return { ...details, kind, maxTokens: largestMaxTokens(details.message) };
	if (kind === 'blocked') return { ...details, kind, filters: contentFilters(words.json) };
	return { ...details, kind };
}

function kindOf(
	words: RefusalWords,
	{ status: outer, retryAfter }: { readonly status: number; readonly retryAfter?: string | undefined },
): Kind {
	// A relay's 502 may hold the refusal of the service behind it, which no retry changes.
	const status = outer >= 500 ? (innerStatus(words) ?? outer) : outer;
	const ofCode = kindOfCode.get(words.code);
	if (ofCode && !vagueCodes.has(words.code)) return ofCode;
	const meant = kindOfWords(words.all, [status, outer]) ?? ofCode;
	if (meant) return meant;
	if (words.isPage && status < 500 && (!kindOfStatus.has(status) || [403, 405].includes(status)))
		return 'gatewayBlocked';
	if (words.isPage && status === 503 && blockingPage.test(words.all)) return 'gatewayBlocked';
	if (status === 429 && retryAfter !== undefined) return 'busy';
	return kindOfStatus.get(status) ?? (status >= 500 ? 'serviceBroken' : 'service');
}

/** Returns the status of a refusal that a relay passes on under one of its own; undefined if it names none. */
function innerStatus({ all, code }: RefusalWords): number | undefined {
	const named = /^4\d\d$/.test(code)
		? code
		: /\b(?:status(?:[ _]code)?|HTTP(?:\/1\.1)?)\W{0,3}(4\d\d)\b/i.exec(all)?.[1];
	return named === undefined ? undefined : Number(named);
}

/** Returns the same error; a refusal gets the details that only the sender of the request knows. */
export function withRequest(
	error: unknown,
	request: { readonly endpoint: URL; readonly requestId: string | undefined },
): unknown {
	if (!(error instanceof FailureError) || !isRefusal(error.failure)) return error;
	const { failure } = error;
	const mayBePlanKey = codingEndpoint(request.endpoint) !== undefined;
	return new FailureError(
		{
			...failure,
			...(failure.kind === 'noBalance' && { mayBePlanKey }),
			requestId: failure.requestId ?? request.requestId,
		},
		{ cause: error },
	);
}

/** Words about a picture, its address or its encoding. */
const mediaWords = /image|picture|video|\burls?\b|base64|file name too long|图片|图像|视频/i;

/** Words about the size of a picture, which is the same in every form. */
const sizeWords = /\b(?:height|width|dimensions?|pixels?|too small)\b/i;

/**
 * Tells whether the service refused a value that may be a picture or a video: in another form it may take it. GLM has one code
 * for many mistakes; others say it in words, llama.cpp under the status 500.
 */
export function isMediaRejection(error: unknown): boolean {
	if (!(error instanceof FailureError)) return false;
	const { failure } = error;
	if (failure.kind === 'requestRefused') {
		return failure.maxTokens === undefined && (failure.code === '1210' || mediaWords.test(failure.message));
	}
	return isVague(failure) && mediaWords.test(failure.message) && !sizeWords.test(failure.message);
}

/** Tells whether a refusal is one that only its words explain: the service's own fault as well, but no limit, nor a gateway's. */
function isVague(failure: Failure): failure is Extract<Failure, { readonly kind: 'service' | 'serviceBroken' }> {
	return (
		(failure.kind === 'service' || failure.kind === 'serviceBroken') &&
		failure.status >= 400 &&
		failure.status <= 500 &&
		failure.status !== 429
	);
}

/** Words about fetching something from the web, and the only ones of vLLM, where that fails in an unexpected way. */
const fetchWords =
	/\b(?:fetch|download|get request|internal server error|name or service not known|(?:cannot|can't|could not|couldn't|failed to|unable to) (?:connect|resolve)|timeout on reading)/i;

/** Tells whether the service may have failed to fetch a picture or video by its web address: it may take the content. */
export function isFetchRejection(error: unknown): boolean {
	if (isMediaRejection(error)) return true;
	return error instanceof FailureError && isVague(error.failure) && fetchWords.test(error.failure.message);
}

/** Words of a service that doesn't know a field of the request. */
const unknownField =
	/unrecogni[sz]ed|unsupported|unknown|unexpected|extra|additional propert|not (?:be )?(?:supported|permitted|allowed|recogni[sz]ed)|(?:does not|doesn't) support|cannot find field|deprecated|cannot both be|only \S{1,10} is allowed/i;

/**
 * Returns the field of the request that a refusal names as unknown; undefined if it names none. `sent` are the names of the fields
 * that may be left out.
 */
export function refusedField(error: unknown, sent: readonly string[]): string | undefined {
	if (!(error instanceof FailureError) || !isRefusal(error.failure)) return undefined;
	const { status, message } = error.failure;
	if (status < 400 || status >= 500 || !unknownField.test(message)) return undefined;
	// A word of plain English, `user` say, counts only where it is quoted or stands at an edge.
	return sent.find((name) =>
		new RegExp(
			name.includes('_')
				? `(?<!\\w)${name}(?!\\w)`
				: `["'\`]${name}["'\`]|^(?:invalid )?${name}:|: ${name}\\.?$|\\bthe ${name} (?:field|parameter)`,
		).test(message),
	);
}

/** Returns a reset time in milliseconds since 1970. GLM writes it without a zone, and means UTC+8. */
function resetTime(message: string): number | undefined {
	const [, date, time, zone = '+08:00'] =
		/(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?/.exec(message) ?? [];
	const milliseconds = date && time ? Date.parse(`${date}T${time}${zone}`) : Number.NaN;
	return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/**
 * Returns the largest `max_tokens` that a message names. Code 1210 stands for many mistakes; this one is recognizable.
 */
function largestMaxTokens(message: string): number | undefined {
	const [, largest] = /max_tokens.*\[1,\s*(\d+)\]/.exec(message) ?? [];
	return largest === undefined ? undefined : Number(largest);
}
