import { decorativeEdit, altEdit } from '../../../../src/core/markup/altEdit.ts';
import { altState } from '../../../../src/core/markup/altState.ts';
import { decodeEntities } from '../../../../src/core/markup/entities.ts';
import { escapeMarkdownText } from '../../../../src/core/markup/escapeMarkdownText.ts';
import { frontMatterLanguage, frontMatterOf } from '../../../../src/core/markup/frontMatter.ts';
import { markupLanguages } from '../../../../src/core/markup/languages.ts';
import { stringLiteral } from '../../../../src/core/markup/literal.ts';
import { pictureExpression } from '../../../../src/core/markup/pictureExpression.ts';
import { extendedConfig, pathAliases, pathCandidates, webAddress } from '../../../../src/core/markup/picturePath.ts';
import { readMarkup } from '../../../../src/core/markup/readMarkup.ts';
import { standaloneSvg } from '../../../../src/core/markup/standaloneSvg.ts';
import { surroundingOf } from '../../../../src/core/markup/surrounding.ts';
import { findingsIn } from '../../../../src/core/review/findings.ts';
import { ignoreSearch } from '../../../../src/core/review/ignoreComments.ts';
import { isStuffed, isVague, plainWords, saysImageOf } from '../../../../src/core/review/emptyWords.ts';
import { visibleLine, visibleText } from '../../../../src/core/visibleText.ts';
import { hostilePatterns } from '../../../support/hostilePatterns.ts';
import { assertLinear } from '../../../support/linearTime.ts';

const place = { folder: '/w/docs/', root: '/w/', aliases: [] };

/** All that is done with a document. */
function readAll(text: string, language: string): void {
	const document = readMarkup(text, language);
	document.outline();
	for (const reference of document.references.slice(0, 1000)) {
		surroundingOf(reference, document);
		altEdit(reference, 'A cat');
		decorativeEdit(reference);
	}
	findingsIn(document, text, { maxLength: 250 });
	document.canInsertAt(text.length >> 1);
}

const readers: Readonly<Record<string, (text: string) => unknown>> = {
	visibleText,
	visibleLine,
	escapeMarkdownText,
	decodeEntities,
	standaloneSvg,
	'altState of a text': (text) => altState(text, 'a.png'),
	'altState of an address': (text) => altState('a', text),
	isVague: (text) => isVague(plainWords(text)),
	isStuffed: (text) => isStuffed(text, plainWords(text)),
	saysImageOf,
	'ignoreSearch of comments': (text) => ignoreSearch(`<!-- glimpse-disable ${text}`)({ start: 0, end: 1 }, 'missing'),
	'frontMatterOf a text': frontMatterOf,
	'frontMatterOf properties': (text) => {
		const found = frontMatterOf(`---\n${text}\n---\n`);
		return found && frontMatterLanguage(found);
	},
	stringLiteral,
	'stringLiteral in quotes': (text) => stringLiteral(`'${text}`),
	pictureExpression: (text) => pictureExpression(text, new Map()),
	pathAliases: (text) => pathAliases(text, '/w/'),
	'pathAliases in an object': (text) => pathAliases(`{"compilerOptions": ${text}`, '/w/'),
	extendedConfig: (text) => extendedConfig(text, '/w/'),
	pathCandidates: (text) => pathCandidates(text, place),
	webAddress,
};

describe('Whatever a document holds', function () {
	this.timeout(300_000);

	for (const [name, run] of Object.entries(readers)) {
		it(`${name} takes time in proportion to its length`, () =>
			assertLinear(name, run, hostilePatterns, { length: 25_000 }));
	}

	for (const language of markupLanguages) {
		it(`reading it as ${language} takes time in proportion to its length`, () =>
			assertLinear(language, (text) => readAll(text, language), hostilePatterns, { length: 10_000 }));
	}
});
