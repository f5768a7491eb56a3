import { decodeHTMLStrict } from 'entities';

/** Returns a text with its character references resolved: numeric ones, and all names of HTML; unknown ones stay. */
export function decodeEntities(text: string): string {
	return text.includes('&') ? decodeHTMLStrict(text) : text;
}
