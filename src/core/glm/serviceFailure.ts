import * as v from 'valibot';
import type { Failure } from '../failure.ts';

const code = v.nullish(v.union([v.string(), v.number()]));
const words = v.nullish(v.string());

/** The body of a refusal: an envelope, or the flat form that older gateways use. */
const refusal = v.object({
	error: v.nullish(v.object({ code, message: words })),
	code,
	message: words,
	msg: words,
});

/** Business codes that say that the key is wrong, missing or expired. */
const keyCodes = new Set(['1000', '1001', '1002', '1003', '1004', '1005']);

/** The failure that a refusing response means. The business code in the body decides; the HTTP status only without one. */
export function serviceFailure(response: {
	readonly host: string;
	readonly status: number;
	readonly body: string;
}): Failure {
	const { host, status } = response;
	const parsed = v.safeParse(refusal, jsonOrUndefined(response.body));
	const body = parsed.success ? parsed.output : undefined;
	const businessCode = body?.error?.code ?? body?.code;
	if (businessCode != null ? keyCodes.has(String(businessCode)) : status === 401) return { kind: 'keyRefused', host };
	return {
		kind: 'service',
		host,
		status,
		code: String(businessCode ?? status),
		message: body?.error?.message ?? body?.message ?? body?.msg ?? '',
	};
}

function jsonOrUndefined(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		// A gateway's page, or nothing at all: the status has to do.
		return undefined;
	}
}
