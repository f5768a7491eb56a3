/** A number as the display language writes it, which is the page's language; the browser may have another one. */
export function written(value: number, digits: Intl.NumberFormatOptions = { maximumFractionDigits: 0 }): string {
	return value.toLocaleString(document.documentElement.lang, digits);
}
