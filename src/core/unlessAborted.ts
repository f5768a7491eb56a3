import { FailureError } from './failure.ts';

/**
 * Returns the value once it is there, of work that need not heed `signal`.
 * @throws FailureError `cancelled` as soon as `signal` is aborted
 */
export async function unlessAborted<Value>(value: PromiseLike<Value>, signal: AbortSignal): Promise<Value> {
	const aborted = Promise.withResolvers<never>();
	const abort = (): void => aborted.reject(new FailureError({ kind: 'cancelled' }));
	if (signal.aborted) abort();
	signal.addEventListener('abort', abort);
	try {
		return await Promise.race([value, aborted.promise]);
	} finally {
		signal.removeEventListener('abort', abort);
	}
}
