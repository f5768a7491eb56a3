// Addresses in Markdown that are links without brackets, as GitHub reads them.

/** The most characters read of an address, which may be examined again and again. */
const longest = 2000;

const start = /(www\.|https?:\/\/)|([\w.+-]{1,100}@)|mailto:|xmpp:/y;
const web = /([\w-]{1,63}(?:\.[\w-]{1,63}){1,30})(?::\d{1,5})?(?:\/[^\s<]*)?/y;
const mail = /[\w.+-]{1,100}@[\w-]{1,63}(?:\.[\w.-]{1,200})/y;
const xmppResource = /\/[a-zA-Z\d@.]+/y;

/** Tells whether a text holds what each of these addresses has. */
export function mayHaveAutolinks(text: string): boolean {
	return /www\.|:\/\/|@/.test(text);
}

/** Returns the offset after the address that begins at an offset; undefined if there is none. */
export function autolinkEnd(text: string, at: number, where: 'inLink' | 'alone'): number | undefined {
	const sign = text[at] ?? '';
	if (!/[\w.+-]/.test(sign) || (at > 0 && /\w/.test(text[at - 1] ?? ''))) return undefined;
	const within = text.slice(0, at + longest);
	start.lastIndex = at;
	const [found, opening] = start.exec(within) ?? [];
	if (found === undefined) return undefined;
	if (opening !== undefined) return webEnd(within, at, { hostAt: at + opening.length, where });
	const end = mailEnd(within, found.endsWith('@') ? at : at + found.length);
	if (end === undefined || found !== 'xmpp:') return end;
	xmppResource.lastIndex = end;
	return end + (xmppResource.exec(within)?.[0].length ?? 0);
}

function webEnd(
	text: string,
	at: number,
	{ hostAt, where }: { readonly hostAt: number; readonly where: 'inLink' | 'alone' },
): number | undefined {
	web.lastIndex = hostAt;
	const [whole, host = ''] = web.exec(text) ?? [];
	// The last two labels of a host contain no underscore.
	if (whole === undefined || host.split('.').slice(-2).join('').includes('_')) return undefined;
	const end = withoutPunctuation(text, hostAt, hostAt + whole.length);
	return where === 'inLink' ? at + bracketed(text.slice(at, end)) : end;
}

/** Returns the end without punctuation that ends a sentence, and without a bracket that wasn't opened in it. */
function withoutPunctuation(text: string, from: number, to: number): number {
	let closed = 0;
	for (let at = from; at < to; at++) closed += text[at] === ')' ? 1 : text[at] === '(' ? -1 : 0;
	let end = to;
	for (;;) {
		const last = text[end - 1] ?? '';
		if (/[?!.,:*_~]/.test(last)) end--;
		else if (last === ')' && closed > 0) {
			closed--;
			end--;
		} else {
			const entity =
				last === ';' ? /&(?:#\d{1,10}|#x[a-f\d]{1,10}|\w{1,40});$/.exec(text.slice(from, end).slice(-45)) : null;
			if (!entity) return end;
			end -= entity[0].length;
		}
	}
}

/** Returns the length up to an unbalanced bracket. */
function bracketed(address: string): number {
	for (let at = 0; ;) {
		const bracket = address.slice(at).search(/[[\]]/);
		if (bracket < 0) return address.length;
		const close = address[at + bracket] === '[' ? address.indexOf(']', at + bracket) : -1;
		if (close < 0) return at + bracket;
		at = close + 1;
	}
}

function mailEnd(text: string, at: number): number | undefined {
	mail.lastIndex = at;
	const whole = mail.exec(text)?.[0] ?? '';
	if (whole === '' || /[-_]$/.test(whole)) return undefined;
	return at + whole.length - (whole.endsWith('.') ? 1 : 0);
}
