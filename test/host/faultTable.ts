import { goodEvents, httpReply, nobody, nowhere, type FaultServers, type Situation } from '../support/faultServers.ts';

/** A fault, how it comes about, and what the user reads; `answered` where it does no harm. */
type Row = readonly [
	fault: string,
	given: (servers: FaultServers) => Promise<Situation> | Situation,
	sees: RegExp | 'answered',
];

const unreached = (code: string): RegExp =>
	new RegExp(String.raw`^\S+ could not be reached \(${code}\)\. Check the network and the proxy, then ask again\.$`);
const unreadable = /^\S+ sent something that is not an answer\. Ask again, or check the setting glimpse\.endpoint\.$/;
/** What the limit of silence leads to: it is short in these rows, and out of reach in all others. */
export const silent = /^\S+ sent nothing for 0\.4 seconds\. Ask again\.$/;
const cut = /^\S+ ended the answer before it was complete\. Ask again\.$/;
const redirected = /^\S+ redirects to another address, and nothing was sent there\./;

/** What can go wrong on the way to the service, layer by layer. */
export const faults: Readonly<Record<string, readonly Row[]>> = {
	connect: [
		['nobody listens', () => ({ endpoint: nobody }), unreached('ECONNREFUSED')],
		['nobody listens on IPv6', () => ({ endpoint: nobody.replace('127.0.0.1', '[::1]') }), unreached('\\w+')],
		[
			'a name that no resolver knows',
			() => ({ endpoint: nowhere, proxy: { useProxy: false } }),
			unreached('ENOTFOUND|EAI_AGAIN'),
		],
		['a server that hangs up at once', ({ tcp }) => tcp((socket) => socket.end()), unreached('\\w+')],
		['a server that resets at once', ({ tcp }) => tcp((socket) => socket.resetAndDestroy()), unreached('\\w+')],
		['a server that never says a word', ({ tcp }) => tcp(() => undefined), silent],
		[
			'a server that speaks no HTTP',
			({ tcp }) => tcp((socket) => socket.end('220 mail.example ESMTP\r\n')),
			unreached('Response does not match the HTTP.*'),
		],
	],
	TLS: [
		['a certificate that signs itself', ({ tls }) => tls('self-signed'), unreached('DEPTH_ZERO_SELF_SIGNED_CERT')],
		['a certificate by an unknown authority', ({ tls }) => tls('unknown-authority'), unreached('UNABLE_TO_\\w+')],
		[
			'a certificate for another name',
			async ({ tls, certificate }) => ({ ...(await tls('other-name')), trusted: [await certificate('other-name')] }),
			unreached('ERR_TLS_CERT_ALTNAME_INVALID'),
		],
		[
			'a certificate that has expired',
			async ({ tls, certificate }) => ({ ...(await tls('expired')), trusted: [await certificate('expired')] }),
			unreached('CERT_HAS_EXPIRED'),
		],
		[
			'a server without TLS',
			async ({ http }) => {
				const { endpoint } = await http((_, response) => response.end());
				return { endpoint: endpoint.replace('http:', 'https:') };
			},
			unreached('\\w+'),
		],
		[
			'a handshake that never ends',
			async ({ tcp }) => ({ endpoint: (await tcp(() => undefined)).endpoint.replace('http:', 'https:') }),
			silent,
		],
		[
			'a certificate that signs itself, where http.proxyStrictSSL is off',
			async ({ tls }) => ({ ...(await tls('self-signed')), proxy: { strictSsl: false } }),
			'answered',
		],
		[
			'a certificate that the system trusts',
			async ({ tls, certificate }) => ({ ...(await tls('self-signed')), trusted: [await certificate('self-signed')] }),
			'answered',
		],
	],
	proxy: [
		[
			'no proxy there',
			() => ({ endpoint: nowhere, proxy: { proxy: 'http://127.0.0.1:9' } }),
			unreached('ECONNREFUSED'),
		],
		['an address that is none', () => ({ endpoint: nowhere, proxy: { proxy: 'nonsense' } }), unreached('http\\.proxy')],
		[
			'a proxy that wants a password',
			({ proxy }) => proxy((socket) => socket.end(httpReply('407 Proxy Authentication Required'))),
			unreached('proxy: HTTP 407'),
		],
		[
			'a proxy that refuses the password',
			({ proxy }) =>
				proxy((socket) => socket.end(httpReply('407 Proxy Authentication Required')), {
					proxyAuthorization: 'Basic eDp5',
				}),
			unreached('proxy: HTTP 407'),
		],
		[
			'a proxy that forbids the host',
			({ proxy }) => proxy((socket) => socket.end(httpReply('403 Forbidden'))),
			unreached('proxy: HTTP 403'),
		],
		[
			'a proxy that finds no way',
			({ proxy }) => proxy((socket) => socket.end(httpReply('502 Bad Gateway'))),
			unreached('proxy: HTTP 502'),
		],
		['a proxy that hangs up', ({ proxy }) => proxy((socket) => socket.end()), unreached('.+')],
		['a proxy that never answers', ({ proxy }) => proxy(() => undefined), silent],
	],
	'HTTP status': [
		['400 with a business code', ({ script }) => script({ kind: 'error', error: '1210' }), /Invalid API|参数/],
		['401', ({ http }) => http((_, response) => response.writeHead(401).end()), /^There is no API key for \S+ yet\./],
		[
			'403 without a body',
			({ http }) => http((_, response) => response.writeHead(403).end()),
			/^This API key can't use this model/,
		],
		[
			'404 with a page',
			({ http }) => http((_, response) => response.writeHead(404).end('<html>')),
			/has nothing at this address/,
		],
		['429 that means: no money', ({ script }) => script({ kind: 'error', error: '1113' }), /balance|Coding Plan/],
		['429 that means: too many', ({ script }) => script({ kind: 'error', error: '1302' }), /busy|too many|wait|again/i],
		['500 without a body', ({ http }) => http((_, response) => response.writeHead(500).end()), /500|again/],
		["502 with a gateway's page", ({ script }) => script({ kind: 'html' }), /502|again/],
		['307 to another address', ({ script }) => script({ kind: 'redirect', to: 'http://127.0.0.1:9/' }), redirected],
		['301 without an address', ({ http }) => http((_, response) => response.writeHead(301).end()), redirected],
	],
	headers: [
		['no content type', ({ http }) => http((_, response) => response.writeHead(200).end(goodEvents)), 'answered'],
		[
			'a wrong content type',
			({ http }) => http((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(goodEvents)),
			'answered',
		],
		['a compression that nobody asked for', ({ script }) => script({ kind: 'gzip' }), 'answered'],
		[
			'a length that is too long',
			({ tcp }) =>
				tcp((socket) => socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n${goodEvents.slice(0, 60)}`)),
			cut,
		],
		[
			'a length that is none',
			({ tcp }) => tcp((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n')),
			unreached('Response does not match the HTTP.*'),
		],
		['headers without an end', ({ tcp }) => tcp((socket) => socket.write('HTTP/1.1 200 OK\r\n')), silent],
		[
			'headers that are too large',
			({ tcp }) => tcp((socket) => socket.end(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(200_000)}\r\n\r\n`)),
			unreached('UND_ERR_HEADERS_OVERFLOW'),
		],
	],
	body: [
		['nothing at all', ({ script }) => script({ kind: 'emptyBody' }), cut],
		["a hotel's sign-in page", ({ http }) => http((_, response) => response.end('<!DOCTYPE html><html>')), unreadable],
		['half a JSON text', ({ http }) => http((_, response) => response.end('{"choices":[')), unreadable],
		['JSON that is no answer', ({ http }) => http((_, response) => response.end('{"choices":"none"}')), unreadable],
		['an error in a 200', ({ script }) => script({ kind: 'errorIn200', error: '1113' }), /balance|Coding Plan/],
		[
			'a plain error in place of a stream',
			({ script }) => script({ kind: 'bareJsonError', error: '1113' }),
			/balance|Coding Plan/,
		],
		[
			'an error of the older, flat shape',
			({ script }) => script({ kind: 'flatError', code: 1000, message: '身份验证失败。' }),
			/API key/,
		],
		[
			'more than an answer can hold',
			({ http }) => http((_, response) => response.end(`: ${'x'.repeat(1000)}\n`.repeat(40_000))),
			/^\S+ sent more than an answer can hold, so it was stopped\. Ask again\.$/,
		],
		[
			'a line without an end',
			({ http }) => http((_, response) => response.end(`data: ${'x'.repeat(5_000_000)}`)),
			unreadable,
		],
	],
	'stream and stop': [
		['an end in good order, but too early', ({ script }) => script({ kind: 'cut' }), cut],
		['a connection that drops', ({ script }) => script({ kind: 'drop' }), cut],
		['a connection that is reset', ({ script }) => script({ kind: 'reset' }), cut],
		['silence after the headers', ({ script }) => script({ kind: 'silent' }), silent],
		['silence in the middle', ({ script }) => script({ kind: 'hold' }), silent],
		['an error in the middle', ({ script }) => script({ kind: 'errorInStream', error: '1302' }), /./],
		[
			'a service that fails while it writes',
			({ script }) => script({ kind: 'networkError' }),
			/^\S+ failed while writing the answer/,
		],
		[
			'an answer that the safety audit blocks',
			({ script }) => script({ kind: 'sensitive' }),
			/^The service blocked this answer/,
		],
		['an answer that is begun anew in its middle', ({ script }) => script({ kind: 'glued' }), 'answered'],
		['no [DONE]', ({ script }) => script({ kind: 'noDone' }), 'answered'],
		['a connection that stays open after [DONE]', ({ script }) => script({ kind: 'lingering' }), 'answered'],
		['comments, event names, CRLF and a byte order mark', ({ script }) => script({ kind: 'decorated' }), 'answered'],
		['the shapes of other services', ({ script }) => script({ kind: 'foreign' }), 'answered'],
	],
};
