import assert from 'node:assert/strict';
import { ProgressBar } from '../../../src/cli/progressBar.ts';

/** A terminal, or a file, that keeps what is written. */
function stream(isTTY: boolean): NodeJS.WriteStream & { written: string } {
	const made = {
		isTTY,
		written: '',
		write(text: string) {
			made.written += text;
			return true;
		},
	};
	return made as unknown as NodeJS.WriteStream & { written: string };
}

describe('The progress bar', () => {
	it('counts on a terminal, below other lines, and goes away', () => {
		const terminal = stream(true);
		const bar = new ProgressBar(terminal, 2);
		bar.step();
		bar.line(terminal, 'a.md: written');
		bar.step();
		bar.end();
		assert.equal(
			terminal.written.replaceAll(/[█░]{30} /g, '# ').replaceAll('\r\u{1B}[K', '|'),
			'\r# 0 of 2\r# 1 of 2|a.md: written\n\r# 1 of 2\r# 2 of 2|',
		);
		assert.match(terminal.written, /█{15}░{15} 1 of 2/);
	});

	it('is nothing elsewhere, and for no work', () => {
		for (const [file, count] of [
			[stream(false), 2],
			[stream(true), 0],
		] as const) {
			const bar = new ProgressBar(file, count);
			bar.step();
			assert.equal(file.written, '');
		}
	});
});
