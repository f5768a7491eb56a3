import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readMarkup } from '../../../../src/core/markup/readMarkup.ts';
import { decisionEdits } from '../../../../src/core/review/decisionEdits.ts';
import { decidedText, type Decision, type ReviewImage, type ReviewRow } from '../../../../src/core/review/review.ts';
import { scanDocument, type ScannedImage } from '../../../../src/core/review/scanDocument.ts';
import { documentPieces } from '../markup/documentPieces.ts';

const limits = { path: '/docs/a.md', maxLength: 125 };

function scan(text: string, language: string): readonly ScannedImage[] {
	return scanDocument(readMarkup(text, language), text, { ...limits, markupLanguage: language }).images;
}

function imageOf({ surrounding: { heading }, ...image }: ScannedImage, id: string): ReviewImage {
	return { ...image, id, document: 'file:///docs/a.md', picture: '', heading, sentence: undefined };
}

/** A text that breaks no rule, and is nobody's neighbour's. */
function goodText(number: number): string {
	return `Part ${number} of the machine, seen from its left side.`;
}

/** Whatever a decision leaves behind: what an image has become, and whether it breaks a rule by itself. */
interface Decided {
	readonly text: string;
	readonly rows: readonly ReviewRow[];
	readonly after: string;
}

function decide(text: string, language: string, decisions: readonly (Decision | undefined)[]): Decided {
	const rows = scan(text, language).map((image, index): ReviewRow => {
		const decision = decisions[index % decisions.length];
		const canTake = decision === 'accepted' ? image.canWrite : decision !== 'decorative' || image.canMarkDecorative;
		return {
			image: imageOf(image, String(index)),
			proposal: { alt: goodText(index), reason: '' },
			decision: canTake ? decision : 'skipped',
		};
	});
	const document = { text, references: readMarkup(text, language).references, language };
	const edits = decisionEdits(rows, document).flatMap((ofRow) => ofRow ?? []);
	// The editor applies the last of those at one place last.
	const after = edits
		.toSorted((a, b) => b.start - a.start)
		.reduce((now, { start, end, newText }) => now.slice(0, start) + newText + now.slice(end), text);
	return { text, rows, after };
}

/** The rules by which an image is found because of others beside it. */
const aboutOthers = new Set(['repeats-neighbour', 'repeats-text', 'empty-in-link']);

for (const [language, fragments] of Object.entries(documentPieces)) {
	describe(`The decisions of a review in any document of ${language}`, () => {
		const document = fc
			.array(fc.constantFrom(...fragments), { minLength: 1, maxLength: 6 })
			.map((parts) => parts.join(''));
		const decisions = fc.array(fc.constantFrom<Decision | undefined>('accepted', 'skipped', 'decorative', undefined), {
			minLength: 1,
			maxLength: 6,
		});

		it('change nothing but alt texts, and comments behind images', () => {
			fc.assert(
				fc.property(document, decisions, (text, chosen) => {
					const { rows, after } = decide(text, language, chosen);
					const now = readMarkup(after, language).references;
					const before = readMarkup(text, language).references;
					assert.equal(now.length, before.length, JSON.stringify([text, after]));
					const decided = new Map(
						rows.flatMap((row) => {
							const alt = decidedText(row);
							return alt === undefined ? [] : [[`${row.image.start}`, alt] as const];
						}),
					);
					for (const [index, reference] of before.entries()) {
						const found = now[index];
						assert.deepEqual(found?.source.kind, reference.source.kind);
						if (reference.source.kind !== 'svg') assert.deepEqual(found?.source, reference.source);
						assert.equal(found?.alt, decided.get(`${reference.start}`) ?? reference.alt, JSON.stringify([text, after]));
					}
				}),
				{ numRuns: 200 },
			);
		});

		it('leave what was skipped, and nothing else, to the next scan', () => {
			fc.assert(
				fc.property(document, decisions, (text, chosen) => {
					const { rows, after } = decide(text, language, chosen);
					const before = readMarkup(text, language).references;
					const now = readMarkup(after, language).references;
					const indexOf = (references: typeof now, start: number): number =>
						references.findIndex((reference) => reference.start === start);
					const found = new Map(scan(after, language).map((image) => [indexOf(now, image.start), image]));
					for (const row of rows) {
						const index = indexOf(before, row.image.start);
						const again = found.get(index);
						found.delete(index);
						if (decidedText(row) === undefined) {
							// What is wrong because of others may be right with them.
							if (row.image.findings.every(({ rule }) => aboutOthers.has(rule))) continue;
							assert.deepEqual(
								again?.findings.filter(({ rule }) => !aboutOthers.has(rule)),
								row.image.findings.filter(({ rule }) => !aboutOthers.has(rule)),
								JSON.stringify([text, after]),
							);
						} else {
							const left = again?.findings.map(({ rule }) => rule) ?? [];
							// A caption still says that the image has a meaning.
							const expected = decidedText(row) === '' ? left.filter((rule) => rule !== 'empty-with-caption') : left;
							assert.deepEqual(expected, [], JSON.stringify([text, after]));
						}
					}
					// An image that broke no rule does so only because of those beside it.
					for (const { findings } of found.values()) {
						assert.ok(
							findings.every(({ rule }) => aboutOthers.has(rule)),
							JSON.stringify([text, after]),
						);
					}
				}),
				{ numRuns: 200 },
			);
		});
	});
}
