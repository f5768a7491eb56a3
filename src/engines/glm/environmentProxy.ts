/** Tells whether the environment names a proxy. */
export function isProxyInEnvironment(): boolean {
	return ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => Boolean(process.env[name]));
}
