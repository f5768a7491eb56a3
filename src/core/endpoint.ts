import { FailureError } from './failure.ts';
import { normalizeHost } from './webAddress.ts';

/** Tells whether a URL points to this machine, where no proxy is used. */
export function isLoopback({ hostname }: URL): boolean {
	const host = normalizeHost(hostname);
	return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Parses the base URL of the service, without a trailing slash.
 * @throws FailureError `endpointInvalid` unless it is https, or http to this machine, and contains no user
 */
export function parseEndpoint(endpoint: string): URL {
	const url = URL.parse(withoutEndingSlashes(endpoint.trim()));
	const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));
	if (!url || !safe || url.username || url.password || url.search || url.hash) {
		throw new FailureError({ kind: 'endpointInvalid', endpoint });
	}
	return url;
}

function withoutEndingSlashes(text: string): string {
	let end = text.length;
	while (text[end - 1] === '/') end--;
	return text.slice(0, end);
}

/** The service's own hosts, which sell the Coding Plan besides paying by use. */
const glmHosts = new Set(['open.bigmodel.cn', 'api.z.ai']);

/** Returns the endpoint for keys of the Coding Plan on the same host; undefined if there is none, or this is it. */
export function codingEndpoint(endpoint: URL): string | undefined {
	const isPlain = glmHosts.has(endpoint.host) && withoutEndingSlashes(endpoint.pathname) === '/api/paas/v4';
	return isPlain ? `${endpoint.origin}/api/coding/paas/v4` : undefined;
}
