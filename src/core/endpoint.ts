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
 * Parses the base URL of the service, without a trailing slash and without `/chat/completions`.
 * `allowedHttpHosts` are hosts in private networks, with or without a port, to which plain http was agreed.
 * @throws FailureError `endpointInvalid` unless it is https, or http to this machine or into a private network, and contains no
 * user; `httpNotAllowed` if nobody has agreed to http there
 */
export function parseEndpoint(endpoint: string, allowedHttpHosts: readonly string[]): URL {
	const url = URL.parse(baseOf(endpoint.trim()));
	const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isPrivate(url));
	if (!url || !safe || url.username || url.password || url.search || url.hash) {
		throw new FailureError({ kind: 'endpointInvalid', endpoint });
	}
	const isAllowed = allowedHttpHosts.some((host) => host === url.host || host === url.hostname);
	if (url.protocol === 'http:' && !isLoopback(url) && !isAllowed) {
		throw new FailureError({ kind: 'httpNotAllowed', host: url.host });
	}
	return url;
}

/** Returns the endpoint below `/v1`, where most servers of the OpenAI style are; undefined if its path names a version already. */
export function endpointWithVersion({ href, pathname }: URL): string | undefined {
	return /\/v[14]\/?$/.test(pathname) ? undefined : `${withoutEndingSlashes(href)}/v1`;
}

/** Returns an address without the path of a call that people copy with it. */
function baseOf(address: string): string {
	const base = withoutEndingSlashes(address);
	return withoutEndingSlashes(base.replace(/\/(?:chat\/completions|models)$/i, ''));
}

function withoutEndingSlashes(text: string): string {
	let end = text.length;
	while (text[end - 1] === '/') end--;
	return text.slice(0, end);
}
