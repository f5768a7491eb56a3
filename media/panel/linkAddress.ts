/** Where a link may lead. Everything else stays text: `command:` and `vscode:` links would act inside the editor. */
const linkProtocols = new Set(['http:', 'https:', 'mailto:']);

/** The address of a link in an answer as the panel opens it; none for a link that stays text. */
export function linkAddress(href: string): string | undefined {
	const url = URL.parse(href);
	return url && linkProtocols.has(url.protocol) ? url.href : undefined;
}
