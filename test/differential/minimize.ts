/** The most times that a smaller input is tried. */
const mostTries = 3000;

/** Returns a small part of a text for which a condition still holds: lines are left out first, then characters. */
export async function minimize(text: string, holds: (smaller: string) => Promise<boolean>): Promise<string> {
	let tries = 0;
	let parts = text.split(/(?<=\n)/);
	for (const unit of ['lines', 'words', 'characters'] as const) {
		if (unit !== 'lines') parts = unit === 'words' ? parts.join('').split(/(?<=\W)/) : Array.from(parts.join(''));
		for (let size = parts.length >> 1 || 1; size >= 1; size = size >> 1) {
			for (let at = 0; at < parts.length && tries < mostTries;) {
				const smaller = parts.toSpliced(at, size);
				tries++;
				if (await holds(smaller.join(''))) parts = smaller;
				else at += size;
			}
		}
	}
	return parts.join('');
}
