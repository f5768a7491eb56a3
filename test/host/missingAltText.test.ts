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

	const again = 'Alt text generated before is used again. Everything is written in one step.';
	for (const [endpoint, model, sentence] of [
		['https://open.bigmodel.cn/api/paas/v4', 'glm-4.6v-flash', 'This model is free of charge.'],
		['https://open.bigmodel.cn/api/paas/v4', 'glm-4.6v-flashx', 'This costs about ¥0.01.'],
		['https://open.bigmodel.cn/api/paas/v4', 'glm-5v-turbo', 'This costs about ¥0.04.'],
		['https://api.z.ai/api/paas/v4', 'glm-5v-turbo', 'This costs about $0.01.'],
		['https://open.bigmodel.cn/api/paas/v4', 'unheard-of', 'The price of this model is not known.'],
		['https://api.z.ai/api/coding/paas/v4', 'glm-5.3-flash', 'This counts towards the quota of your plan.'],
		['https://relay.example/api/paas/v4', 'glm-4.6v', undefined],
		['http://localhost:11434/v1', 'glm-4.6v', undefined],
	] as const) {
		it(`asks first, and says ${sentence ? `"${sentence}"` : 'nothing of a cost'} for ${model} at ${endpoint}`, async () => {
			for (const [name, value] of Object.entries({ endpoint, model, engine: 'glm' })) await bed.set(name, value);
			// Three pictures, one of them twice.
			const content = ['a.png', 'b.png', 'a.png', 'c.png'].map((name) => `![](${name})\n`).join('\n');
			const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
			await vscode.commands.executeCommand('glimpse.generateMissingAltText', document.uri);
			const { host } = new URL(endpoint);
			const sent = `3 pictures will be sent to ${host} for ${model}, at most 3 at once.`;
			assert.deepEqual(
				[person.read, person.details],
				[['Write alt text for 4 images in this file?'], [[sent, sentence, again].filter(Boolean).join(' ')]],
			);
			assert.equal(document.getText(), content);
		});
	}

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
			/^No alt text was written for gone\.webp: pictures\.example\.com could not be reached/,
		);
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
	});
});
