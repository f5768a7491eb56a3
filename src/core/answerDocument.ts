import type { Turn } from './conversation.ts';
import { wayBetween } from './path.ts';

/** An answer as a Markdown document of its own, with its pictures before it, as seen from the file at `target`. */
export function answerDocument({ question, pictures, text }: Turn, target: string): string {
	const links = question.sources
		.filter((source) => !/^(data|pasted):/.test(source))
		.map((source, index) => `![${escapeAlt(pictures[index]?.name ?? '')}](<${relativeTo(target, source)}>)`);
	const title = question.text === '' ? [] : [`**${question.text.replaceAll(/\s+/g, ' ')}**`];
	return `${[...links, ...title, text.trim()].join('\n\n')}\n`;
}

/** The way from one URI to another in the same place; the whole URI elsewhere. */
function relativeTo(from: string, to: string): string {
	const [base, target] = [URL.parse(from), URL.parse(to)];
	if (!base || !target || base.protocol !== target.protocol || base.host !== target.host) return to;
	return wayBetween(base.pathname, target.pathname).join('/');
}

function escapeAlt(name: string): string {
	return name.replaceAll(/[[\]\\]/g, String.raw`\$&`);
}
