import assert from 'node:assert/strict';
import fc from 'fast-check';
import { altEdit, decorativeEdit } from '../../../../src/core/markup/altEdit.ts';
import type { ImageReference } from '../../../../src/core/markup/imageReference.ts';
import { finish } from '../../../../src/core/markup/markupDocument.ts';
import { lineEnds } from '../../../support/lineEnds.ts';
import { readBackAlt } from '../../../support/readBackAlt.ts';
import { readMarkup, readMarkupInSteps } from '../../../../src/core/markup/readMarkup.ts';
import { anyAlt } from './anyAlt.ts';
import { documentPieces } from './documentPieces.ts';

/** What has to stay: the picture, its alt text, and whether it has one. */
function shape({ source, alt, element }: ImageReference): unknown {
	return { source: source.kind === 'svg' ? 'svg' : source, alt, element };
}

for (const [language, fragments] of Object.entries(documentPieces)) {
	describe(`An edit in any document of ${language}`, () => {
		const plain = fc
			.array(fc.constantFrom(...fragments), { minLength: 1, maxLength: 8 })
			.map((parts) => parts.join(''));
		const text = fc
			.tuple(plain, fc.constantFrom(...Object.values(lineEnds)))
			.map(([parts, withEnds]) => withEnds(parts));

		it('has the same images however its lines end', () => {
			fc.assert(
				fc.property(plain, (found) => {
					const expected = readMarkup(found, language).references.map(shape);
					for (const withEnds of Object.values(lineEnds)) {
						assert.deepEqual(
							readMarkup(withEnds(found), language).references.map(shape),
							expected,
							JSON.stringify(found),
						);
					}
				}),
				{ numRuns: 150 },
			);
		});

		it('changes the alt text alone, and reads back as it was answered', () => {
			fc.assert(
				fc.property(text, anyAlt, fc.nat(), (before, alt, choice) => {
					const { references } = readMarkup(before, language);
					const index = choice % Math.max(references.length, 1);
					const reference = references[index];
					const edit = reference && altEdit(reference, alt);
					if (!edit) return;
					assert.ok(reference.start <= edit.start && edit.start <= edit.end && edit.end <= reference.end);
					const after = before.slice(0, edit.start) + edit.newText + before.slice(edit.end);
					assert.deepEqual(
						readMarkup(after, language).references.map(shape),
						references.map((each, at) => shape(at === index ? { ...each, alt: readBackAlt(alt, language) } : each)),
						`${JSON.stringify(before)} → ${JSON.stringify(after)}`,
					);
				}),
				{ numRuns: 300 },
			);
		});

		it('marks as decoration alone', () => {
			fc.assert(
				fc.property(text, fc.nat(), (before, choice) => {
					const { references } = readMarkup(before, language);
					const index = choice % Math.max(references.length, 1);
					const reference = references[index];
					const edit = reference && decorativeEdit(reference);
					if (!edit) return;
					const after = before.slice(0, edit.start) + edit.newText + before.slice(edit.end);
					const found = readMarkup(after, language).references;
					assert.equal(found.length, references.length);
					const marked = found[index];
					assert.equal(marked && decorativeEdit(marked), undefined, after);
					assert.deepEqual(found.toSpliced(index, 1).map(shape), references.toSpliced(index, 1).map(shape));
				}),
				{ numRuns: 150 },
			);
		});

		it('is the same after a change, parsed in part', () => {
			fc.assert(
				fc.property(text, text, fc.nat(), (before, inserted, place) => {
					const at = place % (before.length + 1);
					const after = before.slice(0, at) + inserted + before.slice(at);
					const first = readMarkup(before, language);
					const steps = readMarkupInSteps(after, language, first);
					assert.deepEqual(finish(steps).references, readMarkup(after, language).references);
				}),
				{ numRuns: 150 },
			);
		});
	});
}
