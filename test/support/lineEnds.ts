/** Ways in which a text's lines may end: each turns line feeds into its own ends. */
export const lineEnds = {
	LF: (text: string): string => text.replaceAll(/\r\n?/g, '\n'),
	CRLF: (text: string): string => text.replaceAll(/\r\n?|\n/g, '\r\n'),
	CR: (text: string): string => text.replaceAll(/\r\n?|\n/g, '\r'),
	/** A line feed after every second line, and both signs after the others. */
	mixed: (text: string): string => {
		let count = 0;
		return text.replaceAll(/\r\n?|\n/g, () => (count++ % 2 === 0 ? '\r\n' : '\n'));
	},
} satisfies Readonly<Record<string, (text: string) => string>>;
