import type { Page } from 'playwright-core';

/** One line as a person sees it; `size` is its letters' height of type in pixels, the box is in pixels of the picture. */
export interface SampleLine {
	readonly text: string;
	readonly size: number;
	readonly box: readonly [left: number, top: number, width: number, height: number];
}

/** The lines of text of the page, in the order of the document; words that touch in one row of one block are one line. */
export function visibleLines(page: Page): Promise<SampleLine[]> {
	return page.evaluate(() => {
		interface Line {
			text: string;
			size: number;
			left: number;
			top: number;
			right: number;
			bottom: number;
			block: Element;
		}
		const lines: Line[] = [];
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			if (node.parentElement?.closest('script, style')) continue;
			let block = node.parentElement ?? document.body;
			while (getComputedStyle(block).display === 'inline' && block.tagName !== 'text' && block.parentElement)
				block = block.parentElement;
			// A Chinese or Japanese sentence has no spaces, and is broken between any two characters.
			for (const word of (node.textContent ?? '').matchAll(
				/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー、。，？]|[^\s\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー、。，？]+/gu,
			)) {
				const range = document.createRange();
				range.setStart(node, word.index);
				range.setEnd(node, word.index + word[0].length);
				const before = (node.textContent ?? '')[word.index - 1];
				for (const rect of range.getClientRects()) {
					const last = lines.at(-1);
					const same = last?.block === block && Math.abs(last.top - rect.top) < rect.height / 2;
					if (last && same) {
						// Two spans without a space between them are one word.
						const touches = before === undefined ? rect.left - last.right < 1 : before.trim() !== '';
						last.text += (touches ? '' : ' ') + word[0];
						last.right = rect.right;
						last.bottom = Math.max(last.bottom, rect.bottom);
					} else {
						const size = Number.parseFloat(getComputedStyle(node.parentElement ?? block).fontSize);
						lines.push({
							text: word[0],
							size,
							left: rect.left,
							top: rect.top,
							right: rect.right,
							bottom: rect.bottom,
							block,
						});
					}
				}
			}
		}
		return lines.map(({ text, size, left, top, right, bottom }) => ({
			text,
			size,
			box: [Math.round(left), Math.round(top), Math.round(right - left), Math.round(bottom - top)] as const,
		}));
	});
}

/** Writes it as JSON with each box in one line. */
export function textJson(text: unknown): string {
	const json = JSON.stringify(text, undefined, '\t');
	return `${json.replace(/\[\n\t+(\d+),\n\t+(\d+),\n\t+(\d+),\n\t+(\d+)\n\t+\]/g, '[$1, $2, $3, $4]')}\n`;
}

/** The cells of each row of a table, a list or a program with line numbers (`data-rows`) that has at least two. */
export function visibleRows(page: Page): Promise<readonly (readonly string[])[]> {
	return page.evaluate(() => {
		const textOf = (node: Element): string => (node.textContent ?? '').trim().replaceAll(/\s+/g, ' ');
		const rows = [...document.querySelectorAll('tr, .row')].map((row) => [...row.children].map(textOf));
		for (const program of document.querySelectorAll('[data-rows]')) {
			const columns = [...program.children].map((column) => (column.textContent ?? '').split('\n'));
			columns[0]?.forEach((number, at) => rows.push([number.trim(), (columns[1]?.[at] ?? '').trim()]));
		}
		return rows.map((row) => row.filter((cell) => cell !== '')).filter((row) => row.length > 1);
	});
}
