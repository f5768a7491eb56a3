import { FailureError } from './failure.ts';
import { normalizeHost } from './webAddress.ts';

/** Tells whether a URL names this machine; a proxy has no business with those. */
export function isLoopback({ hostname }: URL): boolean {
	const host = normalizeHost(hostname);
	return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * The base URL of the service, without a slash at its end.
 * @throws FailureError `endpointInvalid` unless it is https, or http to this machine, and names no user
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

/** The hosts of the service itself, which sell the Coding Plan beside paying by use. */
const glmHosts = new Set(['open.bigmodel.cn', 'api.z.ai']);

/** The endpoint for keys of the Coding Plan at the same host; undefined where there is none, or it is the one. */
export function codingEndpoint(endpoint: URL): string | undefined {
	const isPlain = glmHosts.has(endpoint.host) && withoutEndingSlashes(endpoint.pathname) === '/api/paas/v4';
	return isPlain ? `${endpoint.origin}/api/coding/paas/v4` : undefined;
}
