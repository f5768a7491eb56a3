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
