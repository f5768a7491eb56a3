/**
 * Returns the one spelling of a host (`URL.hostname`) by which it is judged: lower case, without the brackets of an IPv6
 * address and without the dots at the end that a resolver ignores (`localhost.`).
 */
export function normalizeHost(hostname: string): string {
	const host = hostname.toLowerCase().replaceAll(/[[\]]/g, '');
	let end = host.length;
	while (host[end - 1] === '.') end--;
	return host.slice(0, end);
}

/** Tells whether a host's name (see `normalizeHost`) is known only in a network of one's own. */
export function isPrivateName(host: string): boolean {
	return !host.includes('.') || /\.(?:local|internal|lan|home|home\.arpa)$/.test(host);
}

/** Tells whether an address contains a user name or a password, which would be sent along with it. */
export function hasCredentials({ username, password }: URL): boolean {
	return username !== '' || password !== '';
}

/** Returns the same address without a user name and a password. */
export function withoutCredentials(address: URL): URL {
	if (!hasCredentials(address)) return address;
	const plain = new URL(address);
	plain.username = '';
	plain.password = '';
	return plain;
}
