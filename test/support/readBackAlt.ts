import { visibleLine } from '../../src/core/visibleText.ts';

/** Returns what is read where an alt text was written: HTML keeps doubled braces apart, which Angular and others would run. */
export function readBackAlt(alt: string, language: string): string {
	const line = visibleLine(alt);
	return language === 'html' ? line.replaceAll(/\{(?=\{)|\}(?=\})/g, '$& ') : line;
}
