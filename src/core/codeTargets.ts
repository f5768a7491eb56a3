// What code can be written of a picture of a user interface, and which of it a project is written in. A project may be anybody's:
// whatever its files say, only entries of these closed lists come out.

/** In the order in which they are offered. */
const frameworks = [
	'html',
	'react',
	'vue',
	'svelte',
	'angular',
	'reactNative',
	'swiftUi',
	'compose',
	'flutter',
] as const;
export type Framework = (typeof frameworks)[number];

/** A framework, and for pages how they are styled. */
export interface CodeTarget {
	readonly framework: Framework;
	readonly styling: 'css' | 'tailwind';
}

/** The files of a project that tell what it is written in. A star stands for any name. */
export const projectFiles = [
	'package.json',
	'angular.json',
	'svelte.config.js',
	'svelte.config.ts',
	'tailwind.config.js',
	'tailwind.config.cjs',
	'tailwind.config.mjs',
	'tailwind.config.ts',
	'pubspec.yaml',
	'build.gradle',
	'build.gradle.kts',
	'Package.swift',
	'*.xcodeproj',
	'*.swift',
] as const;
export type ProjectFileName = (typeof projectFiles)[number];

/** A file of a project; the text of one whose presence says enough may be empty. */
export interface ProjectFile {
	readonly name: ProjectFileName;
	readonly text: string;
}

/** What a project is written in, and the file that says so. */
export interface DetectedTarget extends CodeTarget {
	readonly from: ProjectFileName;
}

/** Packages whose presence means a framework. The first that is found counts: React Native has React, too. */
const packages: readonly (readonly [Framework, RegExp])[] = [
	['reactNative', /^(?:react-native|expo)$/],
	['angular', /^@angular\/core$/],
	['svelte', /^(?:svelte|@sveltejs\/kit)$/],
	['vue', /^(?:vue|nuxt)$/],
	['react', /^(?:react|next|preact|gatsby|@remix-run\/react)$/],
];

const tailwindPackage = /^(?:tailwindcss|@tailwindcss\/[\w-]+|nativewind)$/;

/** Returns what a project is written in, by its files with the nearest first; each framework once. */
export function detectTargets(files: readonly ProjectFile[]): readonly DetectedTarget[] {
	const found = new Map<Framework, ProjectFileName>();
	let tailwind: ProjectFileName | undefined;
	for (const { name, text } of files) {
		const dependencies = name === 'package.json' ? dependenciesIn(text) : [];
		const framework = frameworkOf(name, text, dependencies);
		if (framework && !found.has(framework)) found.set(framework, name);
		const hasTailwind = name.startsWith('tailwind.') || dependencies.some((each) => tailwindPackage.test(each));
		if (hasTailwind) tailwind ??= name;
	}
	const styling = tailwind === undefined ? 'css' : 'tailwind';
	const detected = [...found].map(([framework, from]): DetectedTarget => ({
		framework,
		styling: isOfPages(framework) ? styling : 'css',
		from,
	}));
	if (tailwind === undefined || detected.some((each) => isOfPages(each.framework))) return detected;
	return [...detected, { framework: 'html', styling, from: tailwind }];
}

/** Returns every target that can be offered: those of the project first, and HTML before the others. */
export function offeredTargets(detected: readonly DetectedTarget[]): readonly (CodeTarget | DetectedTarget)[] {
	const usual = frameworks.flatMap((framework): CodeTarget[] =>
		framework === 'html'
			? [
					{ framework, styling: 'css' },
					{ framework, styling: 'tailwind' },
				]
			: [{ framework, styling: 'css' }],
	);
	const isDetected = ({ framework, styling }: CodeTarget): boolean =>
		detected.some((each) => each.framework === framework && each.styling === styling);
	return [...detected, ...usual.filter((target) => !isDetected(target))];
}

function isOfPages(framework: Framework): boolean {
	return ['html', 'react', 'vue', 'svelte', 'angular'].includes(framework);
}

function frameworkOf(name: ProjectFileName, text: string, dependencies: readonly string[]): Framework | undefined {
	switch (name) {
		case 'package.json':
			return packages.find(([, pattern]) => dependencies.some((each) => pattern.test(each)))?.[0];
		case 'angular.json':
			return 'angular';
		case 'svelte.config.js':
		case 'svelte.config.ts':
			return 'svelte';
		case 'pubspec.yaml':
			// A project in Dart alone has no such dependency.
			return /^[ \t]+sdk:[ \t]*["']?flutter\b/m.test(text) ? 'flutter' : undefined;
		case 'build.gradle':
		case 'build.gradle.kts':
			return /\bandroidx\.compose\b|\borg\.jetbrains\.compose\b|\bcompose\s{0,10}(?:=\s{0,10})?true\b|\bplugin\.compose\b|\bplugins\.[\w.]{0,40}compose\b/i.test(
				text,
			)
				? 'compose'
				: undefined;
		case 'Package.swift':
			// One without is for a server or the command line.
			return /\.(?:iOS|macOS|tvOS|watchOS|visionOS)\(/.test(text) ? 'swiftUi' : undefined;
		case '*.xcodeproj':
			return 'swiftUi';
		case '*.swift':
			return /^[ \t]*import[ \t]+SwiftUI\b/m.test(text) ? 'swiftUi' : undefined;
		case 'tailwind.config.js':
		case 'tailwind.config.cjs':
		case 'tailwind.config.mjs':
		case 'tailwind.config.ts':
			return undefined;
	}
}

/** Returns the names of the packages that a project needs; none for a file that can't be read. */
function dependenciesIn(text: string): readonly string[] {
	try {
		const manifest: unknown = JSON.parse(text);
		return ['dependencies', 'devDependencies', 'peerDependencies'].flatMap((key) =>
			Object.keys(recordIn(recordIn(manifest)[key])),
		);
	} catch {
		return [];
	}
}

function recordIn(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

const pageStyles = { css: 'with its styles', tailwind: 'styled with Tailwind CSS utility classes' } as const;

/** Returns the words that ask for a target, to follow the task's prompt; empty for HTML and CSS, which that asks for itself. */
export function targetPrompt({ framework, styling }: CodeTarget): string {
	const styled = pageStyles[styling];
	switch (framework) {
		case 'html':
			return styling === 'css'
				? ''
				: `Write it as HTML ${styled}, for a page where Tailwind CSS is set up, in place of CSS of its own.`;
		case 'react':
			return `Write it as one React component in JSX, ${styled}, in place of HTML.`;
		case 'vue':
			return `Write it as one Vue single-file component with <script setup>, ${styled}, in place of HTML, in a code block (\`\`\`vue).`;
		case 'svelte':
			return `Write it as one Svelte component, ${styled}, in place of HTML, in a code block (\`\`\`svelte).`;
		case 'angular':
			return `Write it as one standalone Angular component in TypeScript with its template inside, ${styled}, in place of HTML.`;
		case 'reactNative':
			return 'Write it as one React Native component in JSX with StyleSheet, of its core components with accessibility labels, in place of HTML.';
		case 'swiftUi':
			return 'Write it as one SwiftUI view with a preview and accessibility labels, in place of HTML, in a code block (```swift).';
		case 'compose':
			return 'Write it as one Jetpack Compose function with Material 3, a preview and content descriptions, in place of HTML, in a code block (```kotlin).';
		case 'flutter':
			return 'Write it as one Flutter widget with Material and semantic labels, in place of HTML, in a code block (```dart).';
	}
}
