/**
 * The allowed protocols of links. Anything else stays text: `command:` and `vscode:` links would act inside the editor.
 */
const linkProtocols = new Set(['http:', 'https:', 'mailto:']);

/** Returns the address of a link in an answer for the panel to open; undefined for a link that stays text. */
export function linkAddress(href: string): string | undefined {
	const url = URL.parse(href);
	return url && linkProtocols.has(url.protocol) ? url.href : undefined;
}
