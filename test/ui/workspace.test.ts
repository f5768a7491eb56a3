import assert from 'node:assert/strict';
import { startGlmServer, type GlmServer } from '../support/glmServer.ts';
import { describeFromHost } from '../support/panelDriver.ts';
import { sample, useOwnWindow } from '../support/sharedWindows.ts';
import { isVisible, until } from '../support/waiting.ts';

/** A setting that no trust is needed for. */
const harmless = { name: 'workbench.tree.indent', value: 9 } as const;

for (const opens of ['project', 'project.code-workspace']) {
	for (const isTrusted of [true, false]) {
		describe(`A workspace that has settings of its own: ${opens}, ${isTrusted ? 'trusted' : 'in Restricted Mode'}`, () => {
			let other: GlmServer;
			before(async () => {
				other = await startGlmServer();
			});
			after(() => other.stop());

			const bed = useOwnWindow(
				{
					opens,
					settings: isTrusted
						? {}
						: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
				},
				{
					files: () => {
						const settings = {
							'glimpse.endpoint': other.endpoint,
							'glimpse.engine': 'local',
							'glimpse.model': 'glm-4.6v',
							'glimpse.maxTokens': 99,
							'glimpse.userId': 'workspace-user',
							'glimpse.prompts': { describe: 'Words of the workspace.' },
							'glimpse.exclude': ['ours.png'],
							[harmless.name]: harmless.value,
						};
						const picture = sample('dialog-light.png');
						return {
							'project/dialog.png': picture,
							'project/secret.png': picture,
							'project/ours.png': picture,
							// Both the file of a single folder and, opened by way of a workspace file, the setting of one folder among several.
							'project/.vscode/settings.json': JSON.stringify(settings),
							'project.code-workspace': JSON.stringify({ folders: [{ path: 'project' }], settings }),
						};
					},
					settings: { 'glimpse.exclude': ['secret.png'] },
				},
			);

			// The editor may read the workspace file before its file system is there: that window stays without the file's folder, or
			// starts its extensions anew when it comes. Opened again, it knows the file, if it has kept by then what it read: nothing
			// says when it has.
			before(async () => {
				if (opens === 'project') return;
				await until('the settings of the workspace file', async () => {
					return (await bed.host.call('setting', harmless.name)) === harmless.value;
				});
				await until('the folder of the workspace file', async () => {
					await bed.reload();
					return isVisible(bed.window.file('dialog.png'), 10_000);
				});
			});
			beforeEach(async () => {
				const restricted = bed.window.page.locator('.statusbar-item', { hasText: 'Restricted Mode' });
				if (isTrusted) assert.equal(await restricted.count(), 0);
				else await restricted.waitFor();
			});

			it(`is followed in ${isTrusted ? 'the model, its parameters and prompts' : 'nothing'}, and never in the endpoint`, async () => {
				const { glm } = bed;
				await describeFromHost(bed, ['dialog.png'], 'done');
				assert.equal(glm.requests.length, 1);
				const body = glm.requests.at(-1)?.body as Readonly<Record<string, unknown>>;
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
				assert.equal(other.requests.length, 0);
			});

			if (!isTrusted) {
				it('has agents send and fetch nothing from it, and read on this machine', async () => {
					const images = ['dialog.png'];
					const refused = await bed.host.call('callTool', 'glimpse_describeImage', { images });
					assert.match(refused, /^The workspace is not trusted, so no picture is sent from it\./);
					const address = { images: ['https://example.com/a.png'] };
					const unfetched = await bed.host.call('callTool', 'glimpse_describeImage', address);
					assert.match(unfetched, /^The workspace is not trusted, so nothing is fetched from the web\./);
					assert.match(
						await bed.host.call('callTool', 'glimpse_readText', { images }),
						/The backup could not be finished/,
					);
					assert.equal(bed.glm.requests.length + other.requests.length, 0);
				});
			}

			it(`${isTrusted ? 'may only add to' : 'changes nothing in'} what the user excludes`, async () => {
				const { glm } = bed;
				const secret = await describeFromHost(bed, ['secret.png'], 'failed');
				await secret.getByText('secret.png stays on this machine: the setting glimpse.exclude names it.').waitFor();
				await describeFromHost(bed, ['ours.png'], isTrusted ? 'failed' : 'done');
				assert.equal(glm.requests.length, isTrusted ? 0 : 1);
				assert.equal(other.requests.length, 0);
			});
		});
	}
}
