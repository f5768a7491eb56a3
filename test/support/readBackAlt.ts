import { visibleLine } from '../../src/core/visibleText.ts';

/** HTML, and the template languages that make it. */
const html =
	/^(?:html|php|blade|twig|jinja|jinja-html|django-html|nunjucks|liquid|handlebars|ejs|erb|razor|aspnetcorerazor)$/;

/** Returns what is read where an alt text was written: HTML keeps doubled braces apart, which Angular and others would run. */
export function readBackAlt(alt: string, language: string): string {
	const line = visibleLine(alt);
	return html.test(language) ? line.replaceAll(/\{(?=\{)|\}(?=\})/g, '$& ') : line;
}
