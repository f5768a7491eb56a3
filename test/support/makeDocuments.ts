import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How a kind of document writes a heading, a paragraph and an image. */
interface Kind {
	readonly end: string;
	readonly begin?: string;
	readonly heading: (text: string) => string;
	readonly paragraph: (text: string) => string;
	readonly image: (path: string, alt: string | undefined) => string;
	readonly finish?: string;
}

const htmlImage = (path: string, alt: string | undefined): string =>
	`<p><img src="${path}"${alt === undefined ? '' : ` alt="${alt}"`} width="300"></p>\n`;
const html = {
	heading: (text: string) => `<h2>${text}</h2>\n`,
	paragraph: (text: string) => `<p class="text">${text}</p>\n`,
	image: htmlImage,
};
const page = { ...html, begin: '<!doctype html>\n<html lang="en">\n<body>\n', finish: '</body>\n</html>\n' };
const markdown = {
	heading: (text: string) => `## ${text}\n\n`,
	paragraph: (text: string) => `${text}\n\n`,
	image: (path: string, alt = '') => `![${alt}](${path})\n\n`,
};
const jsx = {
	begin: "import React from 'react';\n\nexport function Page() {\n\treturn (\n\t\t<main>\n",
	heading: (text: string) => `\t\t\t<h2>${text}</h2>\n`,
	paragraph: (text: string) => `\t\t\t<p className="text">${text}</p>\n`,
	image: (path: string, alt: string | undefined) =>
		`\t\t\t<img src="${path}"${alt === undefined ? '' : ` alt="${alt}"`} width={300} />\n`,
	finish: '\t\t</main>\n\t);\n}\n',
};

/** The kinds of documents, the usual ones more often. */
const kinds: readonly Kind[] = [
	...['md', 'md', 'md', 'md', 'markdown', 'mdx', 'qmd', 'Rmd'].map((end) => ({ ...markdown, end })),
	...['html', 'html', 'htm'].map((end) => ({ ...page, end })),
	...['php', 'blade.php', 'twig', 'j2', 'njk', 'liquid', 'hbs', 'ejs', 'erb', 'cshtml'].map((end) => ({
		...html,
		end,
	})),
	...['jsx', 'tsx', 'js'].map((end) => ({ ...jsx, end })),
	{
		...html,
		end: 'vue',
		begin: '<template>\n<main>\n',
		finish: '</main>\n</template>\n<script setup>\nconst a = 1;\n</script>\n',
	},
	{ ...html, end: 'svelte', begin: '<script>\n\tlet a = 1;\n</script>\n' },
	{ ...html, end: 'astro', begin: '---\nconst a = 1;\n---\n' },
	...['rst', 'rst'].map((end) => ({
		end,
		heading: (text: string) => `${text}\n${'-'.repeat(text.length)}\n\n`,
		paragraph: (text: string) => `${text}\n\n`,
		image: (path: string, alt: string | undefined) =>
			`.. image:: ${path}\n${alt === undefined ? '' : `   :alt: ${alt}\n`}\n`,
	})),
	...['adoc', 'adoc'].map((end) => ({
		end,
		heading: (text: string) => `== ${text}\n\n`,
		paragraph: (text: string) => `${text}\n\n`,
		image: (path: string, alt = '') => `image::${path}[${alt}]\n\n`,
	})),
	{
		end: 'tex',
		begin: '\\documentclass{article}\n\\begin{document}\n',
		heading: (text) => `\\section{${text}}\n`,
		paragraph: (text) => `${text}\n\n`,
		image: (path, alt) => `\\includegraphics[${alt === undefined ? '' : `alt={${alt}}, `}width=3cm]{${path}}\n\n`,
		finish: '\\end{document}\n',
	},
	{
		end: 'typ',
		heading: (text) => `== ${text}\n\n`,
		paragraph: (text) => `${text}\n\n`,
		image: (path, alt) => `#image("${path}"${alt === undefined ? '' : `, alt: "${alt}"`})\n\n`,
	},
	{
		end: 'org',
		heading: (text) => `* ${text}\n`,
		paragraph: (text) => `${text}\n\n`,
		image: (path, alt) => `${alt === undefined ? '' : `#+ATTR_HTML: :alt ${alt}\n`}[[file:${path}]]\n\n`,
	},
];

const words =
	'the of a to and in is for with that on as this are it from by be or an can you your when page file server setting value user list window command option default key name project folder menu button image release version build test'.split(
		' ',
	);

/** A generator of numbers from 0 to 1 (mulberry32): the same for the same seed. */
function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d_2b_79_f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** What was made. */
export interface MadeDocuments {
	readonly paths: readonly string[];
	readonly characters: number;
	readonly images: number;
}

/**
 * Makes documents of all kinds with a few images each, in folders of a folder; two of three images have alt text, and their
 * pictures are there.
 */
export async function makeDocuments(folder: string, count: number, seed: number): Promise<MadeDocuments> {
	const random = randomFrom(seed);
	const below = (most: number): number => Math.floor(random() * most);
	const sentence = (): string => {
		const text = Array.from({ length: 6 + below(14) }, () => words[below(words.length)]).join(' ');
		return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
	};
	const paths: string[] = [];
	let characters = 0;
	let images = 0;
	await mkdir(join(folder, 'img'), { recursive: true });
	for (let picture = 0; picture < 50; picture++) await writeFile(join(folder, 'img', `p${picture}.png`), 'png');
	for (let index = 0; index < count; index++) {
		const kind: Kind = kinds[index % kinds.length] ?? { ...markdown, end: 'md' };
		const at = join(folder, `part${index % 40}`);
		await mkdir(at, { recursive: true });
		const parts = [kind.begin ?? ''];
		// From a short page to one of twenty sections.
		for (let section = 1 + below(1 + below(20)); section > 0; section--) {
			parts.push(kind.heading(sentence().slice(0, 30).trim()));
			for (let paragraph = 1 + below(4); paragraph > 0; paragraph--) {
				parts.push(kind.paragraph(Array.from({ length: 1 + below(5) }, sentence).join(' ')));
			}
			if (random() < 0.6) {
				const alt = random() < 0.34 ? undefined : sentence().replace('.', '').slice(0, 100);
				parts.push(kind.image(`../img/p${below(50)}.png`, alt));
				images++;
			}
		}
		parts.push(kind.finish ?? '');
		const text = parts.join('');
		characters += text.length;
		const path = join(at, `page${index}.${kind.end}`);
		await writeFile(path, text);
		paths.push(path);
	}
	return { paths, characters, images };
}
