/** Whether an address has a user name or a password in it: it would be sent on with the address. */
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
