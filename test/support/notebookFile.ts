import sharp from 'sharp';

/** A cell as nbformat 4 has it. */
export type NotebookCell = Readonly<Record<string, unknown>>;

/** Returns the text of a notebook. */
export function notebookFile(...cells: readonly NotebookCell[]): string {
	const metadata = { language_info: { name: 'python' } };
	return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, undefined, 1)}\n`;
}

export function markdownCell(source: string, more: NotebookCell = {}): NotebookCell {
	return { cell_type: 'markdown', metadata: {}, source: linesOf(source), ...more };
}

/** A cell that was run, with what it put out: one record of media types for each output. */
export function codeCell(source: string, ...outputs: readonly NotebookCell[]): NotebookCell {
	return {
		cell_type: 'code',
		execution_count: 1,
		metadata: {},
		source: linesOf(source),
		outputs: outputs.map((data) => ({ output_type: 'display_data', data, metadata: {} })),
	};
}

/** nbformat keeps a text as its lines. */
export function linesOf(text: string): readonly string[] {
	return text.split(/(?<=\n)/);
}

/** Draws a small chart with as many bars, as a plotting library puts it out. */
export async function chartPng(bars = 3): Promise<Buffer> {
	return sharp(Buffer.from(chartSvg(bars)))
		.png()
		.toBuffer();
}

/** The same as a drawing. */
export function chartSvg(bars = 3): string {
	const drawn = Array.from({ length: bars }, (_, index) => {
		const height = 30 + ((index * 37) % 90);
		return `<rect x="${30 + index * 40}" y="${140 - height}" width="28" height="${height}" fill="#1f77b4"/>`;
	});
	const axes = '<path d="M20 10V140H230" fill="none" stroke="#000"/>';
	return `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="160"><rect width="240" height="160" fill="#fff"/>${axes}${drawn.join('')}</svg>`;
}
