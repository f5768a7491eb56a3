/** What stands before a content. It can't stand within a text of JSON, where its quotes would be escaped. */
const opening = '"content":"';

/** What doesn't stand for itself in a text of JSON, or not at all. */
const escaped = /["\\]|\p{Cc}/u;

/**
 * A memory of how events are written. Most events of a stream differ from the one before in nothing but their content, and
 * parsing the JSON around it takes more time than all else that is done with an event.
 */
export class RepeatedEvent {
	#before = '';
	#after = '';

	/** Returns the content of an event that is written like the one that was learned; undefined if it must be parsed. */
	contentOf(json: string): string | undefined {
		const from = this.#before.length;
		const end = json.length - this.#after.length;
		// Slices are compared faster than by startsWith.
		if (from === 0 || end < from || json.slice(end) !== this.#after || json.slice(0, from) !== this.#before) {
			return undefined;
		}
		const content = json.slice(from, end);
		return escaped.test(content) ? unescaped(content) : content;
	}

	/** Learns from an event that was parsed, and that has nothing to read but this content. */
	learn(json: string, content: string): void {
		const start = json.indexOf(opening);
		if (start < 0 || json.includes(opening, start + 1)) return;
		const from = start + opening.length;
		const end = from + content.length;
		if (json.slice(from, end + 1) !== `${content}"`) return;
		this.#before = json.slice(0, from);
		this.#after = json.slice(end);
	}

	/** Forgets what was learned. */
	forget(): void {
		this.#before = '';
	}
}

/** Returns what a text of JSON says between its quotes; undefined if it ends elsewhere. */
function unescaped(text: string): string | undefined {
	try {
		return JSON.parse(`"${text}"`);
	} catch {
		return undefined;
	}
}
