import { AssertionError } from 'node:assert/strict';
import { FailureError, type Failure } from '../../src/core/failure.ts';

/** The failure with which the work ends; any other error is thrown, and a work that doesn't fail is an error. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
	try {
		await work;
	} catch (error) {
		if (error instanceof FailureError) return error.failure;
		throw error;
	}
	throw new AssertionError({ message: 'It did not fail.' });
}
