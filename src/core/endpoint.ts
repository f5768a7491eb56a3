import { FailureError } from './failure.ts';
import { normalizeHost } from './webAddress.ts';

/** Tells whether a URL points to this machine, where no proxy is used. */
export function isLoopback({ hostname }: URL): boolean {
	const host = normalizeHost(hostname);
	return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Parses the base URL of the service, without a trailing slash and without `/chat/completions`.
 * @throws FailureError `endpointInvalid` unless it is https, or http to this machine, and contains no user
 */
export function parseEndpoint(endpoint: string): URL {
	const url = URL.parse(baseOf(endpoint.trim()));
	const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));
	if (!url || !safe || url.username || url.password || url.search || url.hash) {
		throw new FailureError({ kind: 'endpointInvalid', endpoint });
	}
	return url;
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
