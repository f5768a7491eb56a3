import assert from 'node:assert/strict';
import { altEdit } from '../../../../src/core/markup/altEdit.ts';
import type { TextEdit } from '../../../../src/core/markup/imageReference.ts';
import type { MarkupLanguage } from '../../../../src/core/markup/languages.ts';
import { readMarkup } from '../../../../src/core/markup/readMarkup.ts';
import { referenceAt } from '../../../../src/core/markup/referenceAt.ts';
import { lineEnds } from '../../../support/lineEnds.ts';
import { cursorIn } from './cursor.ts';
import type { Fixture } from './fixtures/fixture.ts';
import { html } from './fixtures/html.ts';
import { angular, blade, ejs, handlebars, jinja, otherElements, php, razor } from './fixtures/htmlTemplates.ts';
import { jsx, tsx } from './fixtures/jsx.ts';
import { markdown } from './fixtures/markdown.ts';
import { markdownDialects, quarto } from './fixtures/markdownDialects.ts';
import { mdx } from './fixtures/mdx.ts';
import { asciidoc, latex, org, restructuredtext, typst } from './fixtures/plainLanguages.ts';
import { astro, svelte, vue } from './fixtures/templates.ts';

const languages: Readonly<Record<MarkupLanguage, readonly Fixture[]>> = {
	markdown: [...markdown, ...markdownDialects],
	quarto,
	rmd: quarto,
	restructuredtext,
	asciidoc,
	typst,
	latex,
	tex: latex,
	org,
	mdx,
	html: [...html, ...angular, ...otherElements],
	php,
	blade,
	twig: jinja,
	jinja,
	'jinja-html': jinja,
	'django-html': jinja,
	nunjucks: jinja,
	liquid: jinja,
	handlebars,
	ejs,
	erb: ejs,
	razor,
	aspnetcorerazor: razor,
	javascript: jsx,
	javascriptreact: jsx,
	typescriptreact: tsx,
	vue,
	svelte,
	astro,
};

function linesIn(text: string): number {
	return text.split('\n').length;
}

function apply(text: string, { start, end, newText }: TextEdit): string {
	return text.slice(0, start) + newText + text.slice(end);
}

for (const [language, fixtures] of Object.entries(languages)) {
	describe(`Alt text in ${language}`, () => {
		for (const [name, before, answer, after] of fixtures) {
			for (const [ends, withEnds] of Object.entries(lineEnds)) {
				if (ends !== 'LF' && !before.includes('\n')) continue;
				// A line of its own ends as the one before it.
				if (ends === 'mixed' && linesIn(before) !== linesIn(after ?? before)) continue;
				it(`${after === undefined ? 'is not offered: ' : ''}${name}${ends === 'LF' ? '' : ` (${ends})`}`, () => {
					const { text, offset } = cursorIn(withEnds(before));
					const reference = referenceAt(readMarkup(text, language), offset);
					const edit = reference && altEdit(reference, answer);
					assert.equal(edit && apply(text, edit), after && withEnds(after));
				});
			}
		}
	});
}

describe('The fixtures', () => {
	it('are enough', () => {
		const all = Object.values(languages).flat();
		assert.ok(all.length >= 120, String(all.length));
		assert.ok(all.filter(([, , , after]) => after === undefined).length >= 30);
		for (const [language, fixtures] of Object.entries(languages)) {
			assert.ok(fixtures.length >= 15, language);
			assert.ok(fixtures.filter(([, , , after]) => after === undefined).length >= 5, language);
		}
	});
});
