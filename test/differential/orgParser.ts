// Images of Org as orga finds them.
import { parse } from 'orga';
import { hasPictureName } from '../../src/core/fileNames.ts';
import type { FoundImage } from './foundImage.ts';

interface Node {
	readonly type: string;
	readonly children?: readonly Node[];
	readonly key?: string;
	readonly value?: string;
	readonly path?: { readonly protocol?: string; readonly value?: string };
	readonly attributes?: { readonly attr_html?: Readonly<Record<string, unknown>> };
}

export function parseOrg(text: string): readonly FoundImage[] {
	return imagesIn(parse(text));
}

function imagesIn({ type, children = [] }: Node): readonly FoundImage[] {
	// What is shown as it is.
	if (type === 'block') return [];
	/** The attributes above a link, as they are written. */
	let written = '';
	return children.flatMap((child): readonly FoundImage[] => {
		if (child.type === 'keyword' && /^attr_html$/i.test(child.key ?? '')) written = child.value ?? '';
		return child.type === 'link' ? imageOf(child, written) : imagesIn(child);
	});
}

/** Org shows a link as a picture where it has no description. */
function imageOf({ children = [], path, attributes }: Node, written: string): readonly FoundImage[] {
	const isBare = children.every(({ type }) => /^(?:opening|closing|link\.path)$/.test(type));
	const { protocol = 'file', value = '' } = path ?? {};
	const [name = ''] = value.split('::');
	const address = /^https?$/.test(protocol) && !name.startsWith(`${protocol}:`) ? `${protocol}:${name}` : name;
	if (!isBare || !hasPictureName(address)) return [];
	const alt = attributes?.attr_html?.['alt'];
	// Orga makes numbers of what looks like one, and 0 of nothing.
	if (typeof alt === 'number') return [{ address, alt: /:alt[ \t]+([^ \t]+)/.exec(written)?.[1] ?? '' }];
	return [{ address, alt: typeof alt === 'string' ? alt : undefined }];
}
