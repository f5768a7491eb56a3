import assert from 'node:assert/strict';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { altAnswer } from '../support/altTextRequests.ts';
import { projectDir } from '../support/places.mjs';
import { startWebServer, type WebServer } from '../support/webServer.ts';
import { useExtension } from './useExtension.ts';
import { usePerson } from './usePerson.ts';
import { useProxy } from './useProxy.ts';

describe('Generate Missing Alt Text', () => {
	const bed = useExtension();
	const person = usePerson();
	let web: WebServer;

	before(async () => {
		web = await startWebServer((_, response) => response.destroy());
	});
	useProxy(() => web.proxy);
	after(() => web.stop());

	it('goes on after a dead web image in the middle of a file of five, and names it', async () => {
		const folder = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'dead');
		await mkdir(folder, { recursive: true });
		const samples = ['dialog-light.png', 'chart-sales.png', 'settings-light.png', 'diagram-deploy.png'];
		for (const name of samples) await cp(join(projectDir, 'media/samples', name), join(folder, name));
		const [first, second, ...others] = samples;
		const names = [first, second, 'https://pictures.example.com/gone.webp', ...others];
		await writeFile(join(folder, 'page.md'), names.map((name) => `![](${name})\n`).join('\n'));
		const document = await vscode.workspace.openTextDocument(join(folder, 'page.md'));
		await vscode.window.showTextDocument(document);
		for (let answer = 1; answer <= 4; answer++) bed.glm.script({ kind: 'text', text: altAnswer(`Answer ${answer}.`) });
		person.press('Write Alt Text');

		await vscode.commands.executeCommand('glimpse.generateMissingAltText', document.uri);

		const alts = [...document.getText().matchAll(/!\[(.*?)\]/g)].map(([, alt]) => alt);
		assert.deepEqual(
			alts.toSorted((a, b) => (a ?? '').localeCompare(b ?? '')),
			['', 'Answer 1.', 'Answer 2.', 'Answer 3.', 'Answer 4.'],
		);
		assert.equal(alts[2], '');
		assert.match(
			person.read.at(-1) ?? '',
			/^Alt text written for 4 of 5 images\. Not written for gone\.webp: pictures\.example\.com could not be reached/,
		);
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
	});
});
