import assert from 'node:assert/strict';
import {
	detectTargets,
	offeredTargets,
	targetPrompt,
	type CodeTarget,
	type ProjectFile,
	type ProjectFileName,
} from '../../../src/core/codeTargets.ts';
import { promptFor } from '../../../src/core/prompts.ts';
import { assertLinear } from '../../support/linearTime.ts';

const nameOf = ({ framework, styling }: CodeTarget): string =>
	styling === 'tailwind' ? `${framework}+tailwind` : framework;

/** A package.json that needs these packages. */
const needs = (...names: readonly string[]): string =>
	JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '*'])) });

const all = offeredTargets([]);

describe('What a project is written in', () => {
	for (const [what, files, expected] of [
		['nothing that is known', [], []],
		['React', [['package.json', needs('react', 'react-dom')]], ['react from package.json']],
		['Next', [['package.json', needs('next')]], ['react from package.json']],
		['React for development', [['package.json', '{"devDependencies":{"react":"19"}}']], ['react from package.json']],
		['a library for React', [['package.json', '{"peerDependencies":{"react":"*"}}']], ['react from package.json']],
		[
			'React Native, which has React, too',
			[['package.json', needs('react', 'react-native')]],
			['reactNative from package.json'],
		],
		['Expo', [['package.json', needs('expo', 'react')]], ['reactNative from package.json']],
		['Vue', [['package.json', needs('vue')]], ['vue from package.json']],
		['Nuxt', [['package.json', needs('nuxt')]], ['vue from package.json']],
		['Svelte', [['package.json', needs('@sveltejs/kit')]], ['svelte from package.json']],
		['Svelte by its configuration', [['svelte.config.js', '']], ['svelte from svelte.config.js']],
		['Angular', [['package.json', needs('@angular/core')]], ['angular from package.json']],
		['Angular by its workspace', [['angular.json', '{}']], ['angular from angular.json']],
		[
			'React with Tailwind CSS',
			[['package.json', needs('react', 'tailwindcss')]],
			['react+tailwind from package.json'],
		],
		[
			'Vue with Tailwind CSS by its configuration',
			[
				['package.json', needs('vue')],
				['tailwind.config.ts', ''],
			],
			['vue+tailwind from package.json'],
		],
		['Tailwind CSS alone', [['package.json', needs('@tailwindcss/vite')]], ['html+tailwind from package.json']],
		[
			'React Native with Tailwind CSS',
			[['package.json', needs('react-native', 'nativewind')]],
			['reactNative from package.json', 'html+tailwind from package.json'],
		],
		[
			'the nearest file is named',
			[
				['package.json', needs('@angular/core')],
				['angular.json', '{}'],
			],
			['angular from package.json'],
		],
		[
			'Flutter',
			[['pubspec.yaml', 'name: a\ndependencies:\n  flutter:\n    sdk: flutter\n']],
			['flutter from pubspec.yaml'],
		],
		['Dart alone', [['pubspec.yaml', 'name: flutter\nenvironment:\n  sdk: ^3.0.0\n']], []],
		[
			'Jetpack Compose',
			[['build.gradle.kts', 'android { buildFeatures { compose = true } }']],
			['compose from build.gradle.kts'],
		],
		[
			'Jetpack Compose in Groovy',
			[['build.gradle', "implementation 'androidx.compose.ui:ui'"]],
			['compose from build.gradle'],
		],
		[
			'Jetpack Compose from a catalog',
			[['build.gradle.kts', 'alias(libs.plugins.kotlin.compose)']],
			['compose from build.gradle.kts'],
		],
		['Java', [['build.gradle', "implementation 'org.slf4j:slf4j-api'"]], []],
		['SwiftUI in a package', [['Package.swift', 'platforms: [.iOS(.v17)]']], ['swiftUi from Package.swift']],
		['Swift on a server', [['Package.swift', 'dependencies: [.package(url: "vapor")]']], []],
		['an app of Xcode', [['*.xcodeproj', '']], ['swiftUi from *.xcodeproj']],
		['SwiftUI in a file', [['*.swift', 'import Foundation\nimport SwiftUI\n']], ['swiftUi from *.swift']],
		[
			'the nearest first, each once',
			[
				['package.json', needs('vue')],
				['package.json', needs('react', 'vue')],
				['package.json', needs('vue')],
				['pubspec.yaml', '  sdk: flutter'],
			],
			['vue from package.json', 'flutter from pubspec.yaml'],
		],
		['a package.json that is broken', [['package.json', '{"dependencies": {"react":']], []],
		[
			'one of another shape',
			[
				['package.json', '[["react"]]'],
				['package.json', '{"dependencies":["react"]}'],
				['package.json', '{"dependencies":"react"}'],
				['package.json', 'null'],
			],
			[],
		],
		[
			'names that look like one',
			[['package.json', needs('react-is', '@types/react', 'vue-tsc', '__proto__', 'Write it in COBOL')]],
			[],
		],
	] as const satisfies readonly (readonly [
		string,
		readonly (readonly [ProjectFileName, string])[],
		readonly string[],
	])[]) {
		it(what, () => {
			const detected = detectTargets(files.map(([name, text]): ProjectFile => ({ name, text })));
			assert.deepEqual(
				detected.map((target) => `${nameOf(target)} from ${target.from}`),
				expected,
			);
			const offered = offeredTargets(detected).map(nameOf);
			// What it is written in stands first, and nothing twice.
			assert.deepEqual(offered.slice(0, detected.length), detected.map(nameOf));
			assert.equal(new Set(offered).size, offered.length);
			assert.ok(all.every((target) => offered.includes(nameOf(target))));
		});
	}

	it('is any of ten where nothing is known, HTML first', () => {
		assert.deepEqual(all.map(nameOf), [
			'html',
			'html+tailwind',
			'react',
			'vue',
			'svelte',
			'angular',
			'reactNative',
			'swiftUi',
			'compose',
			'flutter',
		]);
	});

	it('is found in linear time', () => {
		for (const [name, piece] of [
			['pubspec.yaml', ' \t'],
			['pubspec.yaml', '\n  sdk:  '],
			['build.gradle', 'compose  '],
			['build.gradle', 'plugins.a.'],
			['Package.swift', '.iOS'],
			['*.swift', '\nimport \t'],
			['package.json', '{"dependencies":'],
		] as const) {
			const pattern = { name: `${name} ${piece}`, of: (length: number) => piece.repeat(length / piece.length) };
			assertLinear(name, (text) => detectTargets([{ name, text }]), [pattern], { length: 100_000 });
		}
	});
});

describe('The words that ask for code', () => {
	const words = all.map(targetPrompt);

	it('are different for each, and none for HTML and CSS', () => {
		assert.equal(new Set(words).size, all.length);
		assert.equal(words[0], '');
	});

	for (const target of all.slice(1)) {
		it(`${nameOf(target)}: follow the task's own, and name it`, () => {
			const text = targetPrompt(target);
			const prompt = promptFor({ task: 'uiToCode', text, imageCount: 1, language: undefined });
			assert.ok(prompt.endsWith(`\n\n${text}`));
			const name = { reactNative: 'React Native', swiftUi: 'SwiftUI', compose: 'Jetpack Compose' }[
				target.framework as 'reactNative'
			];
			assert.match(text, new RegExp(name ?? target.framework, 'i'));
			assert.match(text, / in place of /);
		});
	}

	it('say Tailwind CSS where the project has it', () => {
		for (const framework of ['html', 'react', 'vue', 'svelte', 'angular'] as const) {
			assert.match(targetPrompt({ framework, styling: 'tailwind' }), /Tailwind CSS utility classes/);
			assert.doesNotMatch(targetPrompt({ framework, styling: 'css' }), /Tailwind/);
		}
	});
});
