import assert from 'node:assert/strict';
import { altEdit } from '../../../../src/core/markup/altEdit.ts';
import { escapeMarkdownText } from '../../../../src/core/markup/escapeMarkdownText.ts';
import { readMarkup } from '../../../../src/core/markup/readMarkup.ts';
import { readBackAlt } from '../../../support/readBackAlt.ts';

const answers = [
	'{{ 7 * 7 }}',
	'{% include "secret" %}',
	'{# c #}',
	'<%= system("ls") %>',
	'<?php echo 1 ?>',
	'${process.env}',
	'#{1 + 1}',
	'{{{raw}}}',
	'a {% raw %}{{ b }}{% endraw %} c',
	'@(7*7) @Model.Key',
];
/** In JavaScript's own strings only `${` within backticks is one, and that is escaped with a backslash. */
const signs = /\{\{|\}\}|\{%|%\}|\{#|#\}|<%|%>|<\?|\?>|\$\{|#\{/;

describe('Signs of templates in an alt text', () => {
	for (const [language, before] of [
		['markdown', '![](a.png)'],
		['markdown', '| ![](a.png) |\n|---|'],
		['markdown', '<img src="a.png">'],
		['mdx', '![](a.png)'],
		['html', '<img src="a.png">'],
		['html', '<img src="a.png" alt=\'\'>'],
		['html', '<svg><title></title><path d="M0"/></svg>'],
		['vue', '<template><img src="a.png"></template>'],
		['svelte', '<img src="a.png">'],
		['astro', '<Image src="a.png" />'],
	] as const) {
		for (const answer of answers) {
			it(`are none in ${language}: ${before} ${answer}`, () => {
				const [reference] = readMarkup(before, language).references;
				const edit = reference && altEdit(reference, answer);
				assert.ok(edit);
				assert.doesNotMatch(edit.newText.replace(/^=?\{/, '').replace(/\}$/, ''), signs);
				const after = before.slice(0, edit.start) + edit.newText + before.slice(edit.end);
				assert.equal(readMarkup(after, language).references[0]?.alt, readBackAlt(answer, language));
			});
		}
	}

	it('leave other braces and signs readable', () => {
		const [reference] = readMarkup('![](a.png)', 'markdown').references;
		assert.ok(reference);
		const text = 'A set {1, 2} with 5 % > 4 and f(x) = {x}';
		assert.equal(altEdit(reference, text)?.newText, text);
	});

	it('are none in a paragraph of text', () => {
		for (const answer of answers) assert.doesNotMatch(escapeMarkdownText(answer), signs);
	});
});
