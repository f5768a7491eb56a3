import type { Turn } from './conversation.ts';
import { pathSegmentsBetween } from './path.ts';
import { parseRegionSource } from './regionSource.ts';

/**
 * Returns an answer as a Markdown document of its own, preceded by its images, with links relative to the file at
 * `target`.
 */
export function answerDocument({ question, pictures, text }: Turn, target: string): string {
	const links = question.sources
		.map((source, index) => ({
			source: parseRegionSource(source)?.source ?? source,
			name: pictures[index]?.name ?? '',
		}))
		.filter(({ source }) => !/^(data|pasted):/.test(source))
		.map(({ source, name }) => `![${escapeAlt(name)}](<${relativeTo(target, source)}>)`);
	const title = question.text === '' ? [] : [`**${question.text.replaceAll(/\s+/g, ' ')}**`];
	return `${[...links, ...title, text.trim()].join('\n\n')}\n`;
}

/** Returns the relative path between two URIs with the same scheme and authority; otherwise the whole URI. */
function relativeTo(from: string, to: string): string {
	const [base, target] = [URL.parse(from), URL.parse(to)];
	if (!base || !target || base.protocol !== target.protocol || base.host !== target.host) return to;
	return pathSegmentsBetween(base.pathname, target.pathname).join('/');
}

function escapeAlt(name: string): string {
	return name.replaceAll(/[[\]\\]/g, String.raw`\$&`);
}
