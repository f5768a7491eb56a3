import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from './places.mjs';

/** The editor's own themes, one of each kind. */
export const themes = ['Light Modern', 'Dark Modern', 'Dark High Contrast', 'Light High Contrast'] as const;
export type Theme = (typeof themes)[number];

/** What the editor writes on the page of a webview that wears a theme. */
export interface ThemedPage {
	/** Attributes of the body. */
	readonly body: Readonly<Record<string, string>>;
	/** Variables of the root element. */
	readonly variables: Readonly<Record<string, string>>;
}

/** The folder of what a real webview gets. */
export const themesDir = join(projectDir, 'test/fixtures/themes');

export function themeFile(theme: Theme): string {
	return `${theme.toLowerCase().replaceAll(' ', '-')}.json`;
}

/** Returns what a real webview gets of a theme. */
export function readTheme(theme: Theme): ThemedPage {
	return JSON.parse(readFileSync(join(themesDir, themeFile(theme)), 'utf8')) as ThemedPage;
}
