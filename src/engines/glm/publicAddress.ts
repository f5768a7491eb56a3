import { lookup, type LookupAddress } from 'node:dns';
import { lookup as lookupAll } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import ipaddr from 'ipaddr.js';
import { parse } from 'tldts-icann';
import { isPrivateName, normalizeHost } from '../../core/webAddress.ts';
import { privateAddressCode, publicAddressCode } from './transport.ts';

/**
 * Tells whether a host may be asked for a picture that a document or a web page names: nothing in this machine's own network is
 * fetched for somebody outside. Judges a name by its form only; `publicLookup` judges the addresses that it resolves to, unless
 * a proxy resolves it.
 */
export function mayBePublic(hostname: string): boolean {
	const host = normalizeHost(hostname);
	if (isIP(host)) return isPublicAddress(host);
	return !isPrivateName(host) && !/\.(localhost|test|invalid)$/.test(host);
}

/** Tells whether an IP address belongs to the public internet. */
export function isPublicAddress(address: string): boolean {
	if (!ipaddr.isValid(address)) return false;
	const parsed = ipaddr.process(address);
	const range = parsed.range();
	// An IPv4 address as networks without IPv4 write it: the address inside counts.
	if (range === 'rfc6052') return isPublicAddress(parsed.toByteArray().slice(12).join('.'));
	return range === 'unicast';
}

/**
 * Tells whether a name may be given to a proxy, which looks it up in its own network: only one below a public ending such as
 * `com` or `co.uk` that doesn't lead into a private network from here, and none that only the proxy's network may know
 * (`wiki.corp`).
 */
export async function mayProxyResolve(hostname: string): Promise<boolean> {
	const host = normalizeHost(hostname);
	if (isIP(host)) return isPublicAddress(host);
	const { isIcann, domain } = parse(host);
	if (isIcann !== true || domain === null) return false;
	// Behind a proxy nothing may be found here, or no answer comes.
	const nothing: readonly LookupAddress[] = [];
	const timer = new AbortController();
	const addresses = await Promise.race([
		lookupAll(host, { all: true }).catch(() => nothing),
		delay(longestLookup, nothing, { signal: timer.signal, ref: false }).catch(() => nothing),
	]);
	timer.abort();
	return addresses.every(({ address }) => isPublicAddress(address));
}

/** Milliseconds that a name may take to be looked up. */
const longestLookup = 2000;

/** Looks a name up as Node does; an error for one with an address in a private network. */
export const publicLookup = judgedLookup(isPublicAddress, privateAddressCode);

/** Looks a name up as Node does; an error for one with an address outside of private networks. */
export const privateLookup = judgedLookup((address) => !isPublicAddress(address), publicAddressCode);

/** Returns a lookup that refuses names with any other address, under this code. The connection goes to the judged address. */
function judgedLookup(isAllowed: (address: string) => boolean, code: string): LookupFunction {
	return (hostname, options, callback) => {
		lookup(hostname, { ...options, all: true }, (error, addresses) => {
			if (error) return callback(error, []);
			const [first] = addresses;
			if (!first || !addresses.every(({ address }) => isAllowed(address))) {
				return callback(Object.assign(new Error(`${hostname} has another address`), { code }), []);
			}
			if (options.all) callback(null, addresses);
			else callback(null, first.address, first.family);
		});
	};
}
