import { AssertionError } from 'node:assert/strict';
import { FailureError, type Failure } from '../../src/core/failure.ts';

/** The failure with which a promise is rejected; throws any other error, and one of its own when it is fulfilled. */
export async function rejectionOf(work: Promise<unknown>): Promise<Failure> {
	try {
		await work;
	} catch (error) {
		if (error instanceof FailureError) return error.failure;
		throw error;
	}
	throw new AssertionError({ message: 'It did not fail.' });
}
