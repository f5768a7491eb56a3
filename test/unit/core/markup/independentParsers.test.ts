import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseAngular } from '../../../differential/angularParser.ts';
import { parseAsciidoc } from '../../../differential/asciidocParser.ts';
import { compareDocument } from '../../../differential/compare.ts';
import type { IndependentParser } from '../../../differential/foundImage.ts';
import { parseLatex } from '../../../differential/latexParser.ts';
import { parseOrg } from '../../../differential/orgParser.ts';
import { parseRestructuredText } from '../../../differential/restructuredTextParser.ts';
import { parseTypst } from '../../../differential/typstParser.ts';
import { anyAlt } from './anyAlt.ts';
import { angularPieces, documentPieces } from './documentPieces.ts';
import type { Fixture } from './fixtures/fixture.ts';
import { angular } from './fixtures/htmlTemplates.ts';
import { asciidoc, latex, org, restructuredtext, typst } from './fixtures/plainLanguages.ts';
import { cursorIn } from './cursor.ts';

interface Language {
	readonly parse: IndependentParser;
	readonly fixtures: readonly Fixture[];
	readonly pieces?: readonly string[];
	/** The fixtures that the other parser reads otherwise, with the reason. */
	readonly differences?: Readonly<Record<string, string>>;
}

const languages: Readonly<Record<string, Language>> = {
	asciidoc: {
		parse: parseAsciidoc,
		fixtures: asciidoc,
		differences: {
			'an address with an attribute': "One that isn't set is left as it is.",
		},
	},
	restructuredtext: { parse: parseRestructuredText, fixtures: restructuredtext },
	typst: { parse: parseTypst, fixtures: typst, differences: { 'not closed': 'Typst refuses it.' } },
	latex: {
		parse: parseLatex,
		fixtures: latex,
		differences: {
			'an overlay': "unified-latex doesn't know Beamer's.",
			'a comment behind the command': 'unified-latex looks for no arguments behind it.',
			'behind an address': 'unified-latex takes the percent sign for a comment.',
			'what is never typeset': "unified-latex doesn't follow conditions.",
		},
	},
	org: {
		parse: parseOrg,
		fixtures: org,
		differences: { indented: 'orga reads no keywords in lists.' },
	},
	angular: { parse: parseAngular, fixtures: angular, pieces: angularPieces },
};

for (const [language, { parse, fixtures, pieces = documentPieces[language] ?? [], differences = {} }] of Object.entries(
	languages,
)) {
	describe(`Another parser of ${language}`, () => {
		for (const [name, before] of fixtures) {
			it(`finds the same images, before an edit and after it: ${name}`, async () => {
				const { text } = cursorIn(before);
				const comparison = await compareDocument(text, language, { parse, choice: 0 });
				if (name in differences) assert.notEqual(comparison.kind, 'same');
				else assert.equal(comparison.kind, 'same', JSON.stringify(comparison));
			});
		}

		it('reads any alt text in any document as it was answered', async () => {
			const document = fc
				.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 })
				.map((parts) => parts.join(''));
			const kinds = new Map<string, number>();
			await fc.assert(
				fc.asyncProperty(document, anyAlt, fc.nat(), async (text, alt, choice) => {
					const comparison = await compareDocument(text, language, { parse, choice, alt });
					kinds.set(comparison.kind, (kinds.get(comparison.kind) ?? 0) + 1);
					assert.match(comparison.kind, /^(?:same|invalid)$/, JSON.stringify([text, alt, comparison]));
				}),
				{ numRuns: 500 },
			);
			assert.ok((kinds.get('same') ?? 0) > 100, JSON.stringify([...kinds]));
		});
	});
}
