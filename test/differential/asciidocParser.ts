// Images of AsciiDoc as Asciidoctor shows them.
import { convert, LoggerManager, NullLogger } from 'asciidoctor';
import { parseFragment } from 'parse5';
import type { FoundImage } from './foundImage.ts';
import { nodesIn } from './nodesIn.ts';

// It prints what is wrong with a document otherwise.
LoggerManager.logger = new NullLogger();

export async function parseAsciidoc(text: string): Promise<readonly FoundImage[]> {
	const html = String(await convert(text));
	return nodesIn(parseFragment(html)).flatMap(({ tagName, attrs }) => {
		if (tagName !== 'img' || !Array.isArray(attrs)) return [];
		const attribute = (name: string): string | undefined =>
			(attrs as readonly { readonly name: string; readonly value: string }[]).find((each) => each.name === name)?.value;
		const address = (attribute('src') ?? '').replaceAll('%20', ' ');
		const alt = attribute('alt') ?? '';
		return address === '' ? [] : [{ address, alt }];
	});
}

/** Returns the alt text that Asciidoctor makes of a file's name where there is none. */
export function altOfName(address: string): string {
	return (/([^/]*?)(?:\.\w+)?$/.exec(address)?.[1] ?? '').replaceAll(/[-_]/g, ' ');
}
