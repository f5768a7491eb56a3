import { lookup, type LookupAddress } from 'node:dns';
import { lookup as lookupAll } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import ipaddr from 'ipaddr.js';
import { parse } from 'tldts-icann';
import { privateAddressCode } from './transport.ts';

/**
 * Whether a host may be asked for a picture that a document or a web page names: what stands in this machine's own network is
 * nobody's to fetch from outside. A name can be judged only by `publicLookup`, once it is resolved; a proxy resolves it itself.
 */
export function mayBePublic(hostname: string): boolean {
	const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
	if (isIP(host)) return isPublicAddress(host);
	return host.includes('.') && !/\.(localhost|local|internal|home\.arpa|lan|test|invalid)\.?$/.test(host);
}

/** Whether an IP address belongs to the public internet. */
export function isPublicAddress(address: string): boolean {
	if (!ipaddr.isValid(address)) return false;
	const parsed = ipaddr.process(address);
	const range = parsed.range();
	// An IPv4 address as networks without IPv4 write it: what counts is the address inside.
	if (range === 'rfc6052') return isPublicAddress(parsed.toByteArray().slice(12).join('.'));
	return range === 'unicast';
}

/**
 * Whether a name may be given to a proxy, which looks it up in its own network: one below a public ending such as `com` or
 * `co.uk`, that doesn't lead into a private network from here. A name that only the proxy's network knows (`wiki.corp`) is not.
 */
export async function mayProxyResolve(hostname: string): Promise<boolean> {
	const host = hostname.replaceAll(/[[\]]/g, '');
	if (isIP(host)) return isPublicAddress(host);
	const { isIcann, domain } = parse(hostname);
	if (isIcann !== true || domain === null) return false;
	// Behind a proxy nothing may be found here, or no answer comes.
	const nothing: readonly LookupAddress[] = [];
	const timer = new AbortController();
	const addresses = await Promise.race([
		lookupAll(hostname, { all: true }).catch(() => nothing),
		delay(longestLookup, nothing, { signal: timer.signal, ref: false }).catch(() => nothing),
	]);
	timer.abort();
	return addresses.every(({ address }) => isPublicAddress(address));
}

/** Milliseconds. */
const longestLookup = 2000;

/** Node's `lookup`, with an error for a name that has an address in a private network: the connection goes to what was judged. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
	lookup(hostname, { ...options, all: true }, (error, addresses) => {
		if (error) return callback(error, []);
		const [first] = addresses;
		if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
			return callback(Object.assign(new Error(`${hostname} is private`), { code: privateAddressCode }), []);
		}
		if (options.all) callback(null, addresses);
		else callback(null, first.address, first.family);
	});
};
