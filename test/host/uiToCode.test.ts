import assert from 'node:assert/strict';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { promptForTaskInput } from '../../src/host/commands/promptForInput.ts';
import { createPanelHandlers } from '../../src/host/commands/panelMessages.ts';
import { projectDir } from '../support/places.mjs';
import { useConversation } from './useConversation.ts';
import { usePerson } from './usePerson.ts';

describe('UI to Code', () => {
	const bed = useConversation();
	const person = usePerson();
	let root: string;
	const picture = (path: string): vscode.Uri => vscode.Uri.file(join(root, path));

	before(async () => {
		root = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'code');
		for (const [path, text] of Object.entries({
			'web/package.json': '{"dependencies":{"svelte":"5","tailwindcss":"4"}}',
			'web/static/a.png': '',
			'app/pubspec.yaml': 'dependencies:\n  flutter:\n    sdk: flutter\n',
			'app/assets/a.png': '',
			'ios/Demo.xcodeproj/project.pbxproj': '// !$*UTF8*$!',
			'ios/Demo/a.png': '',
			'android/app/build.gradle.kts': 'buildFeatures { compose = true }',
			'android/app/src/main/res/a.png': '',
			'large/package.json': `{"dependencies":{"vue":"3"},"x":"${'x'.repeat(600_000)}"}`,
			'large/a.png': '',
		})) {
			await mkdir(dirname(join(root, path)), { recursive: true });
			await writeFile(join(root, path), text);
		}
		await cp(join(projectDir, 'media/samples/settings-light.png'), join(root, 'web/static/a.png'));
	});

	for (const [path, label, description] of [
		['web/static/a.png', 'Svelte with Tailwind CSS', 'from package.json'],
		['app/assets/a.png', 'Flutter', 'from pubspec.yaml'],
		['ios/Demo/a.png', 'SwiftUI', 'from *.xcodeproj'],
		['android/app/src/main/res/a.png', 'Jetpack Compose', 'from build.gradle.kts'],
	] as const) {
		it(`offers first what the project above ${path} is written in: ${label}`, async () => {
			assert.equal(await promptForTaskInput('uiToCode', picture(path)), undefined);
			const [first, second] = person.lists[0] ?? [];
			assert.deepEqual([first?.label, first?.description], [label, description]);
			assert.equal(second?.description, undefined);
			assert.equal(person.lists[0]?.at(-1)?.label, 'Something Else…');
		});
	}

	it('looks elsewhere in the workspace where nothing stands above, and reads no file that is too large', async () => {
		await promptForTaskInput('uiToCode', picture('large/a.png'));
		const labels = person.lists[0]?.filter(({ description }) => description).map(({ label }) => label) ?? [];
		assert.deepEqual(labels.toSorted(), ['Flutter', 'Jetpack Compose', 'Svelte with Tailwind CSS']);
	});

	it('takes a wish in one’s own words', async () => {
		person.choose('Something Else…');
		person.enter(' Qt Quick ');
		assert.equal(await promptForTaskInput('uiToCode', undefined), 'Qt Quick');
	});

	describe('in the panel', () => {
		const handlers = () => createPanelHandlers(bed.parts);

		it('asks the same, and nothing of the service when the list is closed', async () => {
			bed.open.attach([picture('web/static/a.png')]);
			await handlers().ask({ type: 'ask', task: 'uiToCode', text: '' });
			assert.equal(person.lists[0]?.[0]?.label, 'Svelte with Tailwind CSS');
			assert.deepEqual([bed.open.state.turns.length, bed.open.state.attachments.length], [0, 1]);
			person.choose('Svelte with Tailwind CSS');
			await handlers().ask({ type: 'ask', task: 'uiToCode', text: '' });
			await bed.until(({ kind }) => kind === 'ended');
			assert.match(bed.glm.requests.at(-1)?.text ?? '', /one Svelte component, styled with Tailwind CSS/);
		});

		it('takes words that were typed as they are', async () => {
			bed.open.attach([picture('web/static/a.png')]);
			await handlers().ask({ type: 'ask', task: 'uiToCode', text: 'In Qt Quick.' });
			await bed.until(({ kind }) => kind === 'ended');
			assert.deepEqual(person.lists, []);
			assert.match(bed.glm.requests.at(-1)?.text ?? '', /In Qt Quick\./);
		});
	});
});
