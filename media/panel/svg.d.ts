/** The text of a drawing, put into the script when it is bundled. */
declare module '*.svg' {
	const text: string;
	// oxlint-disable-next-line import/no-default-export -- the form in which esbuild gives a text
	export default text;
}
