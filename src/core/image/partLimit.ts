/** An error for a file with more parts than programs write: it was made to take long, and is examined no further. */
export class TooManyPartsError extends Error {}

/** Returns a function to call for each part of a file; it throws `TooManyPartsError` after `most` calls. */
export function countParts(most: number): () => void {
	let count = 0;
	return () => {
		count++;
		if (count > most) throw new TooManyPartsError(`It has more than ${most} parts.`);
	};
}
