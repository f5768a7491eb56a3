/** An error for a picture that takes more memory than its decoder gets. */
export class TooComplexError extends Error {
	constructor(cause: unknown) {
		super(cause instanceof Error ? cause.message : String(cause), { cause });
	}
}
