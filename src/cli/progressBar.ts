/** The number of characters of the bar. */
const width = 30;

/** Shows on a terminal how far work is; elsewhere nothing. Other lines are written by `line`, above it. */
export class ProgressBar {
	readonly #stream: NodeJS.WriteStream;
	readonly #of: number;
	#done = 0;

	constructor(stream: NodeJS.WriteStream, of: number) {
		this.#stream = stream;
		this.#of = of;
		this.#draw();
	}

	/** Counts one more as done. */
	step(): void {
		this.#done++;
		this.#draw();
	}

	/** Writes a line to another stream of the same terminal. */
	line(stream: NodeJS.WriteStream, text: string): void {
		this.#clear();
		stream.write(`${text}\n`);
		this.#draw();
	}

	/** Removes it. */
	end(): void {
		this.#clear();
	}

	#draw(): void {
		if (!this.#stream.isTTY || this.#of === 0) return;
		const filled = Math.round((this.#done / this.#of) * width);
		const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`;
		this.#stream.write(`\r${bar} ${this.#done} of ${this.#of}`);
	}

	#clear(): void {
		if (this.#stream.isTTY) this.#stream.write('\r\u{1B}[K');
	}
}
