/** Returns the bytes in a data URI. */
export function bytesOfDataUri({ href }: URL): Uint8Array {
	const comma = href.indexOf(',');
	// As a browser does: a per cent sign that encodes nothing stands for itself. All else is ASCII.
	const text = href
		.slice(comma + 1)
		.replaceAll(/%([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
	return Buffer.from(text, /;\s*base64\s*$/i.test(href.slice(0, comma)) ? 'base64' : 'latin1');
}
