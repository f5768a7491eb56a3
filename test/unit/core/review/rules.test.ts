import assert from 'node:assert/strict';
import { readMarkup } from '../../../../src/core/markup/readMarkup.ts';
import { altTextRuleIds } from '../../../../src/core/review/altTextRules.ts';
import { findingsIn } from '../../../../src/core/review/findings.ts';
import { ignoreEdit } from '../../../../src/core/review/ignoreComments.ts';
import { findingSentence } from '../../../../src/core/review/ruleWords.ts';
import { assertLinear } from '../../../support/linearTime.ts';
import manifest from '../../../../package.json' with { type: 'json' };
import { ruleTable } from './ruleTable.ts';

const limits = { maxLength: 125 };

function rulesOf(text: string, language: string): readonly string[] {
	return findingsIn(readMarkup(text, language), text, limits).map(({ rule }) => rule);
}

describe('The rules of alt text', () => {
	for (const { markup, language = 'markdown', found, why } of ruleTable) {
		it(`${found.join(', ') || 'nothing'}: ${markup.slice(0, 80).replaceAll(/\s+/g, ' ')} (${language}; ${why})`, () => {
			assert.deepEqual(rulesOf(markup, language), found);
		});
	}

	it('are all in the table, but for the one that needs files', () => {
		const shown = new Set<string>(ruleTable.flatMap(({ found }) => found));
		assert.deepEqual(
			altTextRuleIds.filter((rule) => !shown.has(rule)),
			['unresolved'],
		);
		assert.ok(ruleTable.filter(({ found }) => found.length === 0).length >= 30);
	});

	it('have their ids in the setting', () => {
		const { patternProperties } = manifest.contributes.configuration.properties['glimpse.altText.rules'];
		assert.deepEqual(Object.keys(patternProperties), [`^(${altTextRuleIds.join('|')})$`]);
	});

	it('say each in a sentence what is wrong', () => {
		const [reference] = readMarkup('![Some words](a.png)', 'markdown').references;
		assert.ok(reference);
		const sentences = altTextRuleIds.map((rule) =>
			findingSentence({ rule, image: 0, repeated: 'Words.' }, reference, limits),
		);
		assert.equal(new Set(sentences).size, altTextRuleIds.length);
		for (const sentence of sentences) assert.match(sentence, /^\p{Lu}.{15,}\.$/u);
	});

	for (const [language, markup, written] of [
		['markdown', '![](a.png)', '![](a.png)<!-- glimpse-disable-image missing -->'],
		[
			'markdown',
			'| ![](a.png) | b |\n|---|---|\n',
			'| ![](a.png)<!-- glimpse-disable-image missing --> | b |\n|---|---|\n',
		],
		['markdown', '[![](a.png)](b)', '[![](a.png)<!-- glimpse-disable-image missing -->](b)'],
		['mdx', 'Words ![](a.png) words', 'Words ![](a.png){/* glimpse-disable-image missing */} words'],
	] as const) {
		it(`are passed over by a comment behind the image: ${language}, ${markup.split('\n', 1)[0]}`, () => {
			const before = readMarkup(markup, language);
			const [reference] = before.references;
			const edit = reference && ignoreEdit(reference, 'missing', { language, text: markup });
			assert.ok(edit);
			const text = markup.slice(0, edit.start) + edit.newText + markup.slice(edit.end);
			assert.equal(text, written);
			assert.deepEqual(rulesOf(text, language), []);
			assert.equal(readMarkup(text, language).references.length, before.references.length);
		});
	}

	for (const [why, text] of [
		['the image can be marked as decorative', '<img src="a.png">'],
		['it would end another one', 'Words <!-- ![](a.png)'],
	] as const) {
		it(`write no comment where ${why}`, () => {
			const [reference] = readMarkup(text, 'markdown').references;
			assert.ok(reference);
			assert.equal(ignoreEdit(reference, 'missing', { language: 'markdown', text }), undefined);
		});
	}

	it('are looked for in time proportional to the document, with thousands of images in links', () => {
		const part = '<!-- glimpse-disable-next-line vague -->\n<a href="b"><img src="b.png" alt="Logo"></a>\n';
		const patterns = [
			{
				name: 'in one link',
				of: (length: number) => `<a href="b">${'<img src="a.png" alt="">'.repeat(length / 24)}</a>`,
			},
			{
				name: 'between comments',
				of: (length: number) => '<!-- glimpse-disable vague --><img src="a.png" alt="Logo">\n'.repeat(length / 57),
			},
			{
				name: 'in links around each other without a word',
				of: (length: number) => `${'<a href="b">'.repeat(length / 12)}<img src="a.png" alt="">`,
			},
			{
				name: 'in links far apart',
				of: (length: number) =>
					`${'<a href="b">'.repeat(length / 24)}${' '.repeat(length / 2)}<img src="a.png" alt=""><i></i>`,
			},
			{ name: 'each with a comment', of: (length: number) => part.repeat(length / part.length) },
		];
		assertLinear('findings', (text) => rulesOf(text, 'html'), patterns, { length: 60_000 });
	});
});
