import errors from '../fixtures/glm/errors.json' with { type: 'json' };

/** An entry of `test/fixtures/glm/errors.json`: a business code, with a suffix where the service has several sentences for it. */
export type ErrorName = keyof typeof errors;

export interface ErrorReply {
	readonly status: number;
	readonly body: { readonly error: { readonly code: string; readonly message: string } };
}

/** The service's reply of that name, `${…}` in its message replaced from `values`. */
export function errorReply(name: ErrorName, values: Readonly<Record<string, string>> = {}): ErrorReply {
	const { status, body } = errors[name];
	const message = body.error.message.replaceAll(/\$\{(\w+)\}/g, (_, key: string) => values[key] ?? key);
	return { status, body: { ...body, error: { ...body.error, message } } };
}

/** A rule of the service was broken. `message` says in English which, for the reader of a failed test. */
export class Refused extends Error {
	readonly reply: ErrorReply;

	constructor(name: ErrorName, why: string, values?: Readonly<Record<string, string>>) {
		super(why);
		this.reply = errorReply(name, values);
	}
}
