import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { projectDir } from '../support/places.mjs';
import { useConversation } from './useConversation.ts';

const picture = vscode.Uri.file(join(projectDir, 'media/samples/dialog-light.png'));

describe('A service that is asked without encryption', () => {
	const bed = useConversation();
	const allowed = (): unknown => vscode.workspace.getConfiguration('glimpse').get('allowedHttpHosts');
	/** An address that isn't this machine's by its form, at which the stand-in listens all the same. */
	const endpoint = (): URL => new URL(bed.glm.endpoint.replace('127.0.0.1', '0.0.0.0'));

	beforeEach(async () => {
		await bed.set('endpoint', endpoint().href);
		await bed.keys.set(new URL(bed.glm.endpoint).host, 'key-of-another-host');
	});
	afterEach(async () => {
		await bed.keys.delete(endpoint().host);
		await bed.keys.delete(new URL(bed.glm.endpoint).host);
	});

	it('is asked after one consent that names its host, and never with the key of another', async () => {
		const before = bed.glm.requests.length;
		const refused = await bed.ask('describe', picture);
		assert.equal(refused.failure?.message.startsWith(`${endpoint().host} would be asked without encryption`), true);
		assert.equal(bed.glm.requests.length, before);
		bed.putBack('allowedHttpHosts');
		assert.equal((await bed.press('allowHttp')).status, 'done');
		assert.deepEqual(allowed(), [endpoint().host]);
		assert.equal(bed.glm.requests.at(-1)?.headers.authorization, undefined);
		// The consent holds for the next conversation as well, and a key that was set for this host is used.
		await bed.reload();
		await bed.keys.set(endpoint().host, 'key-of-this-host');
		assert.equal((await bed.ask('describe', picture)).status, 'done');
		assert.equal(bed.glm.requests.at(-1)?.headers.authorization, 'Bearer key-of-this-host');
	});

	it('is refused at a public address, whatever was agreed to', async () => {
		await bed.set('endpoint', 'http://models.example/v1');
		bed.putBack('allowedHttpHosts');
		await vscode.workspace
			.getConfiguration('glimpse')
			.update('allowedHttpHosts', ['models.example'], vscode.ConfigurationTarget.Global);
		const { failure } = await bed.ask('describe', picture);
		assert.match(failure?.message ?? '', /must be an https address \(http only in a private network\)/);
		assert.equal(failure?.action?.id, 'openSettings');
	});
});
