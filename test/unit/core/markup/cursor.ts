/** A document without the cursor in it, which is `|` (`‸` where the text has bars of its own), and the cursor's offset. */
export function cursorIn(marked: string): { readonly text: string; readonly offset: number } {
	const mark = marked.includes('‸') ? '‸' : '|';
	const offset = marked.indexOf(mark);
	return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}
