import { FailureError } from './failure.ts';
import { isPrivateName, normalizeHost } from './webAddress.ts';

/** Tells whether a URL points to this machine, where no proxy is used. */
export function isLoopback({ hostname }: URL): boolean {
	const host = normalizeHost(hostname);
	return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Addresses of private networks and of this machine, as `URL` writes them: IPv4, then IPv6. */
const privateAddress =
	/^(?:0|10|127)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|^f[cd][\da-f]{2}:|^fe[89ab][\da-f]:/;

/**
 * Tells whether a URL points into a private network, by its form. What a name resolves to is judged when it is connected to.
 */
function isPrivate(url: URL): boolean {
	const host = normalizeHost(url.hostname);
	if (isLoopback(url)) return true;
	const isAddress = /^[\d.]+$/.test(host) || host.includes(':');
	return isAddress ? privateAddress.test(host) : isPrivateName(host);
}

/** Tells whether a service at a URL may be asked without a key: one on this machine, or one that is asked without encryption. */
export function needsNoKey(endpoint: URL): boolean {
	return isLoopback(endpoint) || endpoint.protocol === 'http:';
}

/**
 * Parses the base URL of the service as people type or copy it: without the path of a call, and without what stands around it; an
 * address in a private network may lack its `http://`.
 * `allowedHttpHosts` are hosts in private networks, with or without a port, to which plain http was agreed.
 * @throws FailureError `endpointInvalid` unless it is https, or http to this machine or into a private network, and contains no
 * user; `httpNotAllowed` if nobody has agreed to http there
 */
export function parseEndpoint(endpoint: string, allowedHttpHosts: readonly string[]): URL {
	const url = URL.parse(baseOf(withScheme(bare(endpoint))));
	const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isPrivate(url));
	if (!url || !safe || url.username || url.password || url.search || url.hash) {
		throw new FailureError({ kind: 'endpointInvalid', endpoint });
	}
	const isAllowed = allowedHttpHosts.some((host) => host === url.host || host === url.hostname);
	if (url.protocol === 'http:' && !isLoopback(url) && !isAllowed) {
		throw new FailureError({ kind: 'httpNotAllowed', host: url.host });
	}
	// An empty query or fragment would swallow the path of a call.
	url.search = '';
	url.hash = '';
	return url;
}

/** Returns the endpoint below `/v1`, where most servers of the OpenAI style are; undefined if its path names a version already. */
export function endpointWithVersion({ href, pathname }: URL): string | undefined {
	return /\/v[14]\/?$/.test(pathname) ? undefined : `${withoutEnd(href)}/v1`;
}

/** Returns an address without the path of a call that people copy with it. */
function baseOf(address: string): string {
	// Ollama answers questions in OpenAI's form elsewhere.
	const ofOllama = /^([a-z]+:\/\/[^/]+)\/api\/(?:chat|generate|tags|show)$/i.exec(address)?.[1];
	if (ofOllama !== undefined) return `${ofOllama}/v1`;
	const base = address.replace(/\/(?:(?:chat\/)?completions|chat|models|responses|embeddings)$/i, '');
	return withoutEnd(base).replace(/\/V(?=\d+$)/, '/v');
}

/** Returns an address in a private network with its scheme, which people leave out; any other as it is. */
function withScheme(address: string): string {
	const isHost = /^(?:localhost|[\d.]+|\[[\da-f:.]+\]|[\w.-]+(?=:\d))(?::\d+)?(?:\/|$)/i.test(address);
	const url = isHost ? URL.parse(`http://${address}`) : null;
	return url && isPrivate(url) ? `http://${address}` : address;
}

/** Returns an address without the blanks and quotes around it, and without what a sentence puts at its end. */
function bare(text: string): string {
	const address = text.trim();
	let from = 0;
	while (`"'\`<`.includes(address[from] ?? ' ')) from++;
	return withoutEnd(address.slice(from));
}

function withoutEnd(text: string): string {
	let end = text.length;
	while (`/.,;"'\`>?#`.includes(text[end - 1] ?? ' ')) end--;
	return text.slice(0, end);
}
