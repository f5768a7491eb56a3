import * as v from 'valibot';
import { codingEndpoint } from '../endpoint.ts';
import { FailureError, isRefusal, type RefusalDetails, type ServiceRefusal, type ContentFilter } from '../failure.ts';

const list = v.nullish(v.array(v.object({ role: v.nullish(v.string()), level: v.nullish(v.number()) })));

/**
 * The fields that tell where the safety audit applied, in an answer or a refusal: the service spells them in two ways.
 */
const contentFilterFields = { content_filter: list, contentFilter: list };

type Fields = { readonly [Name in keyof typeof contentFilterFields]?: v.InferOutput<typeof list> };

/** Returns the filters in these fields; empty if they are missing. */
export function contentFilters(body: Fields): readonly ContentFilter[] {
	const filters = body.content_filter ?? body.contentFilter ?? [];
	return filters.map(({ role, level }) => ({ role: role ?? '', level: level ?? undefined }));
}

const code = v.nullish(v.union([v.string(), v.number()]));
const words = v.nullish(v.string());

/** The body of a refusal: an envelope, or the flat form of older gateways. */
const refusal = v.object({
	error: v.nullish(v.object({ code, message: words })),
	code,
	message: words,
	msg: words,
	request_id: words,
	...contentFilterFields,
});

type Kind = ServiceRefusal['kind'];

/** The meaning of the service's business codes, from its error table and from observation. */
const kindOfCode: ReadonlyMap<string, Kind> = new Map<string, Kind>([
	['500', 'serviceBroken'],
	['1000', 'keyRefused'],
	['1001', 'keyRefused'],
	['1002', 'keyRefused'],
	['1003', 'keyRefused'],
	['1004', 'keyRefused'],
	['1005', 'keyRefused'],
	['1100', 'accountLocked'],
	['1110', 'accountLocked'],
	['1111', 'accountLocked'],
	['1112', 'accountLocked'],
	['1113', 'noBalance'],
	['1120', 'accountLocked'],
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
	['1313', 'fairUse'],
	['1314', 'quota'],
	['1315', 'quota'],
	['1316', 'quota'],
	['1317', 'quota'],
	['1318', 'quota'],
	['1319', 'quota'],
	['1320', 'quota'],
	['1321', 'quota'],
]);

const kindOfStatus: ReadonlyMap<number, Kind> = new Map<number, Kind>([
	[401, 'keyRefused'],
	[403, 'notPermitted'],
	[404, 'functionMissing'],
	[413, 'requestTooLarge'],
	[434, 'notPermitted'],
	[435, 'requestTooLarge'],
]);

/** The longest message of the service, in characters; longer text isn't a sentence. */
const maxMessageLength = 500;

/**
 * Returns the failure that a refusing response means. The business code in the body decides; the HTTP status only if
 * the table has no such code.
 */
export function serviceFailure(response: {
	readonly host: string;
	readonly status: number;
	readonly body: string;
	readonly retryAfter?: string | undefined;
}): ServiceRefusal {
	const { host, status, retryAfter } = response;
	const parsed = v.safeParse(refusal, jsonOrUndefined(response.body));
	const body = parsed.success ? parsed.output : undefined;
	const businessCode = String(body?.error?.code ?? body?.code ?? '');
	const details: RefusalDetails = {
		host,
		status,
		code: businessCode || String(status),
		message: (body?.error?.message ?? body?.message ?? body?.msg ?? '').slice(0, maxMessageLength),
		requestId: body?.request_id ?? undefined,
		retryAfter,
	};
	const kind =
		kindOfCode.get(businessCode) ?? kindOfStatus.get(status) ?? (status >= 500 ? 'serviceBroken' : 'service');
	if (kind === 'noBalance') return { ...details, kind, mayBePlanKey: false };
	if (kind === 'quota') return { ...details, kind, resetsAt: resetTime(details.message) };
	if (kind === 'requestRefused') return { ...details, kind, maxTokens: largestMaxTokens(details.message) };
	if (kind === 'blocked') {
		return { ...details, kind, filters: contentFilters(body ?? {}) };
	}
	return { ...details, kind };
}

/** Returns the same error; a refusal gets the details that only the sender of the request knows. */
export function withRequest(error: unknown, request: { readonly endpoint: URL; readonly requestId: string }): unknown {
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

/** Tells whether the service refused a value that may be a picture or a video; it has one code for many mistakes. */
export function isMediaRejection(error: unknown): boolean {
	if (!(error instanceof FailureError) || error.failure.kind !== 'requestRefused') return false;
	return error.failure.code === '1210' && error.failure.maxTokens === undefined;
}

/** Returns a reset time in milliseconds since 1970. The service writes it without a zone, and means UTC+8. */
function resetTime(message: string): number | undefined {
	const [, date, time] = /(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})/.exec(message) ?? [];
	const milliseconds = date && time ? Date.parse(`${date}T${time}+08:00`) : Number.NaN;
	return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/**
 * Returns the largest `max_tokens` that a message names. Code 1210 stands for many mistakes; this one is recognizable.
 */
function largestMaxTokens(message: string): number | undefined {
	const [, largest] = /max_tokens.*\[1,\s*(\d+)\]/.exec(message) ?? [];
	return largest === undefined ? undefined : Number(largest);
}

function jsonOrUndefined(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		// A gateway's page, or nothing at all: the status has to do.
		return undefined;
	}
}
