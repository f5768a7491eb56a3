import type { AltTextRuleId } from '../core/review/altTextRules.ts';
import { findingSentence } from '../core/review/ruleWords.ts';
import { addressesOf, type PictureSource } from '../core/markup/pictureSource.ts';
import type { CheckedDocument } from './scanRepository.ts';
import type { Severity } from './severities.ts';

export const reportFormats = ['text', 'json', 'sarif', 'github'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** A finding as it is reported. Its words are from outside. */
export interface ReportedFinding {
	/** With slashes, from the root of the system. */
	readonly path: string;
	/** From 1. */
	readonly line: number;
	readonly column: number;
	readonly rule: AltTextRuleId;
	readonly severity: Severity;
	readonly message: string;
	/** The picture as the document names it; empty for one without an address. */
	readonly picture: string;
	readonly alt: string;
}

/** Returns the findings of documents, in the order of their places. */
export function reportedFindings(
	documents: readonly CheckedDocument[],
	{ severities, maxLength }: { readonly severities: ReadonlyMap<AltTextRuleId, Severity>; readonly maxLength: number },
): readonly ReportedFinding[] {
	return documents.flatMap(({ path, images, unresolved }) => {
		const ofPaths = unresolved.map((image) => ({
			image: { ...image, alt: '' },
			finding: { rule: 'unresolved' as const },
		}));
		const ofTexts = images.flatMap((image) => image.findings.map((finding) => ({ image, finding })));
		return [...ofPaths, ...ofTexts]
			.sort((a, b) => a.image.start - b.image.start)
			.flatMap(({ image, finding }): readonly ReportedFinding[] => {
				const severity = severities.get(finding.rule);
				if (severity === undefined) return [];
				return [
					{
						path,
						line: image.line + 1,
						column: image.column + 1,
						rule: finding.rule,
						severity,
						message: findingSentence({ ...finding, image: 0 }, image, { maxLength }),
						picture: pictureOf(image.source),
						alt: image.alt,
					},
				];
			});
	});
}

/** The most characters of an address in a report; a picture in an address is longer. */
const longestAddress = 500;

function pictureOf(source: PictureSource): string {
	return (addressesOf(source)[0] ?? '').slice(0, longestAddress);
}
