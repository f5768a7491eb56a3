import { messageText } from '../core/outsideText.ts';
import { relativePath } from './relativePath.ts';
import type { ReportedFinding, ReportFormat } from './report.ts';
import { sarif } from './sarif.ts';

/** All that is reported of documents. */
export interface Report {
	readonly findings: readonly ReportedFinding[];
	/** The number of documents and of their images. */
	readonly documents: number;
	readonly images: number;
}

interface ReportPlace {
	readonly format: ReportFormat;
	/** The folder that the command runs in, from which paths are shown. */
	readonly here: string;
	/** The repository's, from which services count. */
	readonly root: string;
}

export function formatReport(report: Report, { format, here, root }: ReportPlace): string {
	switch (format) {
		case 'text':
			return text(report, here);
		case 'json':
			return json(report, here);
		case 'sarif':
			return `${JSON.stringify(sarif(report.findings, root), undefined, '\t')}\n`;
		case 'github':
			return github(report, root);
	}
}

function text(report: Report, here: string): string {
	const lines = report.findings.map(
		({ path, line, column, severity, message, rule }) =>
			`${relativePath(here, path)}:${line}:${column}: ${severity}: ${message} [${rule}]`,
	);
	return `${[...lines, summary(report)].map(logLine).join('\n')}\n`;
}

/** Returns a line of text that no log takes for a command: GitHub's runner reads `::` at its beginning, and `##[` in it. */
export function logLine(line: string): string {
	return messageText(line).replace(/^::/, './::').replaceAll('##[', '## [');
}

function summary({ findings, documents, images }: Report): string {
	const looked = `${counted(images, 'image')} in ${counted(documents, 'document')}`;
	if (findings.length === 0) return `${looked}: nothing found.`;
	const bySeverity = (['error', 'warning', 'information', 'hint'] as const).flatMap((severity) => {
		const count = findings.filter((each) => each.severity === severity).length;
		if (count === 0) return [];
		return [severity === 'information' ? `${count} for information` : counted(count, severity)];
	});
	return `${looked}: ${bySeverity.join(', ')}.`;
}

export function counted(count: number, noun: string): string {
	return count === 1 ? `1 ${noun}` : `${count.toLocaleString('en')} ${noun}s`;
}

function json({ findings, documents, images }: Report, here: string): string {
	const found = findings.map(({ path, ...rest }) => ({ file: relativePath(here, path), ...rest }));
	return `${JSON.stringify({ version: 1, documents, images, findings: found }, undefined, '\t')}\n`;
}

/** Returns findings as commands of GitHub's workflows, which shows them in the changed files. A hint is for editors. */
function github(report: Report, root: string): string {
	const lines = report.findings.flatMap(({ path, line, column, severity, message, rule }) => {
		if (severity === 'hint') return [];
		const command = severity === 'information' ? 'notice' : severity;
		const properties = { file: relativePath(root, path), line, col: column, title: `Alt text: ${rule}` };
		const written = Object.entries(properties).map(([name, value]) => `${name}=${propertyOf(String(value))}`);
		return [`::${command} ${written.join(',')}::${dataOf(messageText(message))}`];
	});
	return `${[...lines, summary(report)].join('\n')}\n`;
}

// How GitHub's toolkit escapes: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts

function dataOf(value: string): string {
	return value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function propertyOf(value: string): string {
	return dataOf(value).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
