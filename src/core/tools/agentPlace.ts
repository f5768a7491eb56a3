import { hasCredentials } from '../webAddress.ts';
import { quoted, ToolRefusal } from './toolInput.ts';

/** A place as an agent names it. */
export type AgentPlace =
	| { readonly kind: 'web'; readonly address: URL }
	/** With a scheme of the workspace's, or `file`. */
	| { readonly kind: 'uri'; readonly uri: string }
	| { readonly kind: 'path'; readonly path: string; readonly isAbsolute: boolean };

/**
 * Reads a path, a URI or a web address. `schemes`: those of the workspace's folders, beside `file`.
 * @throws ToolRefusal
 */
export function readAgentPlace(text: string, schemes: readonly string[]): AgentPlace {
	// A single letter is a drive of Windows.
	const scheme = /^([a-z][a-z\d+.-]+):/i.exec(text)?.[1]?.toLowerCase();
	if (scheme === undefined) return pathOf(text);
	if (scheme === 'https') return { kind: 'web', address: webAddress(text) };
	if (scheme === 'http')
		throw new ToolRefusal(
			`${quoted(text)} is plain http, which is not fetched. Use https, or save the picture and pass its path.`,
		);
	if (scheme === 'file' || schemes.includes(scheme)) return { kind: 'uri', uri: text };
	throw new ToolRefusal(
		`Addresses of the kind ${quoted(`${scheme}:`)} are not taken. Pass a path, a file: URI or an https address; for a file whose name has a colon, a path that begins with “./”.`,
	);
}

function webAddress(text: string): URL {
	const address = URL.parse(text);
	if (!address || address.hostname === '') throw new ToolRefusal(`${quoted(text)} is no valid address.`);
	if (hasCredentials(address)) {
		throw new ToolRefusal('An address with a user name or a password in it is not fetched. Pass it without them.');
	}
	return address;
}

function pathOf(path: string): AgentPlace {
	if (/^~(?:[/\\]|$)/.test(path)) {
		throw new ToolRefusal(`${quoted(path)} begins with “~”, which is not expanded. Pass an absolute path.`);
	}
	return { kind: 'path', path, isAbsolute: /^(?:[/\\]|[a-z]:[/\\])/i.test(path) };
}
