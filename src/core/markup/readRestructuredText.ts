// reStructuredText: the directives `image` and `figure`, in substitutions too.
import { directiveOptions, lineEndAt, trimmedEnd } from './directive.ts';
import type { ImageReference } from './imageReference.ts';
import type { MarkupDocument, Steps } from './markupDocument.ts';
import type { Passage } from './outline.ts';
import { plainDocument } from './plainDocument.ts';
import { plainReference } from './plainReference.ts';

const bullets = /^[ \t]*(?:(?:[-*+•]|\(?(?:\w{1,3}|#)[.)]|\|)[ \t]+)?/;
const image = /^\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?(?:image|figure)::[ \t]+(\S[^\n]*)$/;
const literalDirective =
	/^\.\.[ \t]+(?:code|code-block|sourcecode|parsed-literal|raw|math|literalinclude|prompt|doctest|testcode|testsetup|testoutput|productionlist|csv-table)::/;
const comment = /^\.\.(?:$|[ \t]+(?![_[|]|[\w:+.-]+::))/;
const underline = /^([!-/:-@[-`{-~])\1{2,}[ \t]*$/;

export function* readRestructuredText(text: string): Steps<MarkupDocument> {
	const references: ImageReference[] = [];
	const headings: Passage[] = [];
	/** The indentation of a block of literal text, or a comment: it goes on in lines that are indented more. */
	let literal: number | undefined;
	let before = { start: 0, end: 0 };
	for (let at = 0; at < text.length;) {
		const lineEnd = lineEndAt(text, at);
		const end = trimmedEnd(text, at, lineEnd);
		const line = text.slice(at, end);
		const indent = line.length - line.trimStart().length;
		if (line !== '' && literal !== undefined && indent <= literal) literal = undefined;
		if (line !== '' && literal === undefined) {
			const column = bullets.exec(line)?.[0].length ?? 0;
			const content = line.slice(column);
			const address = image.exec(content)?.[1];
			if (address !== undefined) references.push(imageAt(text, { start: at + column, end, column, address }));
			else if (comment.test(content) || literalDirective.test(content)) literal = column;
			else if (content.endsWith('::') && !/^\.\.[ \t]/.test(content)) literal = indent;
			else if (underline.test(line) && before.end > before.start) {
				headings.push({ ...before, text: text.slice(before.start, before.end).trim() });
			}
		}
		before = { start: at, end };
		at = lineEnd + 1;
	}
	yield;
	return plainDocument(text, { references, headings });
}

function imageAt(
	text: string,
	{
		start,
		end,
		column,
		address,
	}: { readonly start: number; readonly end: number; readonly column: number; readonly address: string },
): ImageReference {
	const { values, indent, end: last } = directiveOptions(text, lineEndAt(text, end), text.length);
	const isIndented = indent !== undefined && indent.length > column;
	const alt = isIndented ? values.get('alt') : undefined;
	const before = alt && text.lastIndexOf(':alt:', alt.start) + 5;
	return plainReference(
		{
			start,
			end: isIndented ? last : end,
			element: 'image',
			address: address.replaceAll(/\s+/g, ''),
			alt,
			slot:
				alt && before !== undefined
					? { start: before, end: alt.end, before: ' ', after: '' }
					: { start: end, end, before: `\n${isIndented ? indent : ' '.repeat(column + 3)}:alt: `, after: '' },
			by: 'line',
		},
		text,
	);
}
