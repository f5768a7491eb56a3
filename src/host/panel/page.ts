import { randomBytes } from 'node:crypto';

/** The content of the panel's page; the webview gives its addresses and sources. */
export interface PageContent {
	/** BCP 47. */
	readonly language: string;
	/** A source of styles, as in a content security policy. */
	readonly styleSource: string;
	readonly style: string;
	readonly script: string;
	/** English text → text of the display language; empty for English. */
	readonly words: object;
}

/**
 * Returns the panel's page as HTML. Its policy lets it load nothing but its own style and script, and pictures as bytes. What
 * the script imports later has its nonce, which a script of anybody else hasn't.
 */
export function panelPage({ language, styleSource, style, script, words }: PageContent): string {
	const nonce = randomBytes(16).toString('base64');
	const policy = [
		`default-src 'none'`,
		`img-src data: blob:`,
		`media-src blob:`,
		`style-src ${styleSource}`,
		`script-src 'nonce-${nonce}'`,
	].join('; ');
	// JSON that can't end the element that it stands in.
	const json = JSON.stringify(words).replaceAll('<', String.raw`\u003c`);
	return `<!DOCTYPE html>
<html lang="${language}">
<head>
	<meta charset="utf-8">
	<meta http-equiv="Content-Security-Policy" content="${policy}">
	<meta name="viewport" content="width=device-width, initial-scale=1">
	<link rel="stylesheet" href="${style}">
	<title>Glimpse</title>
</head>
<body>
	<script type="application/json" id="words">${json}</script>
	<script type="module" nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
