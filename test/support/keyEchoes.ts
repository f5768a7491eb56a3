/** Ways in which a service may repeat the API key that it was sent, by what is done to it. */
export const keyEchoes: Readonly<Record<string, (key: string) => string>> = {
	whole: (key) => `Authentication failed. Received API Key = ${key}, expected another one.`,
	'as a header': (key) => `{'authorization': 'Bearer ${key}', 'accept': '*/*'}`,
	'in JSON': (key) => JSON.stringify({ headers: { authorization: `Bearer ${key}` } }),
	'in JSON, escaped': (key) =>
		Array.from(key)
			.map((sign) => `\\u00${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)
			.join(''),
	'in HTML': (key) =>
		`<p>Bad key <code>${Array.from(key)
			.map((sign) => `&#${sign.charCodeAt(0)};`)
			.join('')}</code></p>`,
	'in HTML, hexadecimal': (key) =>
		Array.from(key)
			.map((sign) => `&#x${sign.charCodeAt(0).toString(16)};`)
			.join(''),
	'cut in the middle': (key) => `Bad key ${key.slice(0, 20)}…${key.slice(-20)}`,
	'over two lines': (key) => `Bad key ${key.slice(0, 15)}\n  ${key.slice(15)}`,
	'percent-encoded': (key) =>
		`/v1?key=${Array.from(key)
			.map((sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)
			.join('')}`,
	'twice percent-encoded': (key) =>
		`/v1?key=${Array.from(key)
			.map((sign) => `%25${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
			.join('')}`,
	'at the end of a long text': (key) => `${'Bad key. '.repeat(54)}${key}`,
};

/** Characters of a key that must not stand together anywhere. */
const tellingLength = 8;

/** The part of a key that stands in a text, however it is written there; undefined where none does. */
export function keyPartIn(text: string, key: string): string | undefined {
	const forms = [text];
	for (const decode of [fromJson, fromHtml, fromPercent]) forms.push(...forms.map(decode));
	const plain = forms.map((form) => form.replaceAll(/\s+/g, ''));
	for (let at = 0; at + tellingLength <= key.length; at++) {
		const part = key.slice(at, at + tellingLength);
		if (plain.some((form) => form.includes(part))) return part;
	}
	return undefined;
}

const fromCode = (radix: number) => (_: string, code: string) => String.fromCharCode(Number.parseInt(code, radix));
const fromJson = (text: string): string => text.replaceAll(/\\+u00([\da-f]{2})/gi, fromCode(16));
const fromHtml = (text: string): string =>
	text.replaceAll(/&#(\d{2,3});/g, fromCode(10)).replaceAll(/&#x([\da-f]{2});/gi, fromCode(16));
const fromPercent = (text: string): string =>
	text.replaceAll(/%25([\da-f]{2})/gi, '%$1').replaceAll(/%([\da-f]{2})/gi, fromCode(16));
