// Binary searches in ascending lists.

/** Returns how many of ascending numbers are below another one. */
export function countBelow(numbers: readonly number[], limit: number): number {
	return countWhile(numbers.length, (index) => (numbers[index] ?? limit) < limit);
}

/**
 * Returns the number of items for which a condition holds; it holds for the first ones of a list and for no later one.
 */
export function countWhile(count: number, holds: (index: number) => boolean): number {
	let [from, to] = [0, count];
	while (from < to) {
		const middle = (from + to) >> 1;
		if (holds(middle)) from = middle + 1;
		else to = middle;
	}
	return from;
}
