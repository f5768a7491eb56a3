import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGlmServer, type GlmServer } from '../support/glmServer.ts';
import { describeImage, turns, waitForTurn } from '../support/panelDriver.ts';
import { projectDir } from '../support/places.mjs';
import { openWindow } from '../support/openWindow.ts';

describe('A workspace that has settings of its own', () => {
	let chosen: GlmServer;
	let other: GlmServer;
	let folder: string;

	before(async () => {
		chosen = await startGlmServer();
		other = await startGlmServer();
		folder = await mkdtemp(join(tmpdir(), 'glimpse-workspace-'));
		const settings = {
			'glimpse.endpoint': other.endpoint,
			'glimpse.engine': 'local',
			'glimpse.model': 'glm-4.6v',
			'glimpse.maxTokens': 99,
			'glimpse.userId': 'workspace-user',
			'glimpse.prompts': { describe: 'Words of the workspace.' },
			'glimpse.exclude': ['ours.png'],
		};
		await mkdir(join(folder, 'project/.vscode'), { recursive: true });
		for (const name of ['dialog.png', 'secret.png', 'ours.png']) {
			await cp(join(projectDir, 'media/samples/dialog-light.png'), join(folder, 'project', name));
		}
		// Both the file of a single folder and, opened by way of a workspace file, the setting of one folder among several.
		await writeFile(join(folder, 'project/.vscode/settings.json'), JSON.stringify(settings));
		await writeFile(
			join(folder, 'project.code-workspace'),
			JSON.stringify({ folders: [{ path: 'project' }], settings }),
		);
	});

	after(async () => {
		await chosen?.stop();
		await other?.stop();
		await rm(folder, { recursive: true, force: true });
	});

	for (const workspace of ['project', 'project.code-workspace']) {
		for (const isTrusted of [true, false]) {
			const followed = isTrusted
				? 'is followed in the model, its parameters, prompts and further exclusions'
				: 'is followed in nothing';
			it(`${followed}, and never in the endpoint: ${workspace}, ${isTrusted ? 'trusted' : 'in Restricted Mode'}`, async () => {
				const before = chosen.requests.length;
				const window = await openWindow({
					extension: projectDir,
					workspace: join(folder, workspace),
					settings: {
						'glimpse.endpoint': chosen.endpoint,
						'glimpse.exclude': ['secret.png'],
						'security.workspace.trust.enabled': !isTrusted,
						'security.workspace.trust.startupPrompt': 'never',
					},
				});
				try {
					await window.waitForExtension();
					const restricted = window.page.locator('.statusbar-item', { hasText: 'Restricted Mode' });
					if (isTrusted) assert.equal(await restricted.count(), 0);
					else await restricted.waitFor();

					await describeImage(window, 'dialog.png');
					await waitForTurn(window, 'done');
					assert.equal(chosen.requests.length, before + 1);
					const body = chosen.requests.at(-1)?.body as Readonly<Record<string, unknown>>;
					const asked = [
						body['model'],
						body['max_tokens'],
						body['user_id'],
						/Words of the workspace/.test(JSON.stringify(body)),
					];
					assert.deepEqual(
						asked,
						isTrusted ? ['glm-4.6v', 99, 'workspace-user', true] : ['glm-4.6v-flash', undefined, undefined, false],
					);

					// The user's own exclusions hold whatever a workspace says: it may only add to them.
					await describeImage(window, 'secret.png');
					const secret = await waitForTurn(window, 'failed', turns(window).nth(1));
					await secret.getByText('secret.png stays on this machine: the setting glimpse.exclude names it.').waitFor();
					await describeImage(window, 'ours.png');
					await waitForTurn(window, isTrusted ? 'failed' : 'done', turns(window).nth(2));
					assert.equal(chosen.requests.length, before + (isTrusted ? 1 : 2));
					assert.equal(other.requests.length, 0);
				} finally {
					await window.close();
				}
			});
		}
	}
});
