import { messageText } from '../core/outsideText.ts';
import { altTextRules, altTextRuleIds, type AltTextRuleId } from '../core/review/altTextRules.ts';
import { relativePathParts } from './relativePath.ts';
import type { ReportedFinding } from './report.ts';
import { ruleTitles } from './ruleTitles.ts';
import { ownSeverity, type Severity } from './severities.ts';

declare const glimpseVersion: string;

/** Returns findings in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS); paths are from the root on. */
export function sarif(findings: readonly ReportedFinding[], root: string): Record<string, unknown> {
	return {
		$schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: {
					driver: {
						name: 'Glimpse',
						version: glimpseVersion,
						informationUri: 'https://github.com/glimpse-vision/glimpse',
						rules: altTextRuleIds.map(ruleOf),
					},
				},
				columnKind: 'utf16CodeUnits',
				originalUriBaseIds: { ROOT: { description: { text: 'The root of the repository.' } } },
				results: findings.map((finding) => resultOf(finding, root)),
			},
		],
	};
}

function ruleOf(id: AltTextRuleId): Record<string, unknown> {
	const title = ruleTitles[id];
	const { source } = altTextRules[id];
	return {
		id,
		shortDescription: { text: title },
		help: { text: `${title} Why: ${source}`, markdown: `${title} [Why](${source})` },
		helpUri: source,
		defaultConfiguration: { level: levelOf(ownSeverity(id)) },
		properties: { tags: ['accessibility'] },
	};
}

function resultOf({ path, line, column, rule, severity, message }: ReportedFinding, root: string): unknown {
	return {
		ruleId: rule,
		ruleIndex: altTextRuleIds.indexOf(rule),
		level: levelOf(severity),
		message: { text: messageText(message) },
		locations: [
			{
				physicalLocation: {
					artifactLocation: { uri: relativePathParts(root, path).map(encoded).join('/'), uriBaseId: 'ROOT' },
					region: { startLine: line, startColumn: column },
				},
			},
		],
	};
}

/** Returns a part of a path as a part of a URI. */
function encoded(part: string): string {
	return encodeURIComponent(part.toWellFormed());
}

function levelOf(severity: Severity): 'error' | 'warning' | 'note' {
	return severity === 'error' || severity === 'warning' ? severity : 'note';
}
