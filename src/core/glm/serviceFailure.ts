import * as v from 'valibot';
import { codingEndpoint } from '../endpoint.ts';
import { FailureError, isRefusal, type RefusalDetails, type ServiceRefusal, type ContentFilter } from '../failure.ts';

const list = v.nullish(v.array(v.object({ role: v.nullish(v.string()), level: v.nullish(v.number()) })));

/** Where the safety audit applied, in an answer or a refusal: the service spells the field in two ways. */
export const contentFilterFields = { content_filter: list, contentFilter: list };

type Fields = { readonly [Name in keyof typeof contentFilterFields]?: v.InferOutput<typeof list> };

/** What these fields say; nothing where they are missing. */
export function contentFilters(body: Fields): readonly ContentFilter[] {
	const filters = body.content_filter ?? body.contentFilter ?? [];
	return filters.map(({ role, level }) => ({ role: role ?? '', level: level ?? undefined }));
}

const code = v.nullish(v.union([v.string(), v.number()]));
const words = v.nullish(v.string());

/** The body of a refusal: an envelope, or the flat form that older gateways use. */
const refusal = v.object({
	error: v.nullish(v.object({ code, message: words })),
	code,
	message: words,
	msg: words,
	request_id: words,
	...contentFilterFields,
});

type Kind = ServiceRefusal['kind'];

/** What the service's business codes mean: its table of errors, and what was seen of it. */
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

/** Characters of the service's own words; more is no sentence. */
const maxMessageLength = 500;

/**
 * The failure that a refusing response means. The business code in the body decides; the HTTP status only where there is none
 * that the table knows.
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

/** The same error; a refusal with what only the sender of the request knows. */
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

/** Whether the service refused a value that may be a picture's or a video's; it has one code for many mistakes. */
export function mayBeMedium(error: unknown): boolean {
	if (!(error instanceof FailureError) || error.failure.kind !== 'requestRefused') return false;
	return error.failure.code === '1210' && error.failure.maxTokens === undefined;
}

/** Milliseconds since 1970. The service writes a bare wall clock, and means its own: UTC+8. */
function resetTime(message: string): number | undefined {
	const [, date, time] = /(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})/.exec(message) ?? [];
	const milliseconds = date && time ? Date.parse(`${date}T${time}+08:00`) : Number.NaN;
	return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** Code 1210 stands for many mistakes; this one can be told from the others. */
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
