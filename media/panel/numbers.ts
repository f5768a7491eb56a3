/** A number as the display language writes it, which is the page's language; the browser may have another one. */
export function written(value: number, fractionDigits = 0): string {
	return value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: fractionDigits });
}
