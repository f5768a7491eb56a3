/** An error for a picture that is sound, but of a kind of its format that can't be read. */
export class UnreadKindError extends Error {
	/** The format's name. */
	readonly format: string;

	constructor(format: string, reason = 'no decoder reads this kind') {
		super(`${format}: ${reason}`);
		this.format = format;
	}
}
