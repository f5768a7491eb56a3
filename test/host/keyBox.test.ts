import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { setApiKey } from '../../src/host/configure/apiKey.ts';
import { useConversation } from './useConversation.ts';
import { usePerson } from './usePerson.ts';

const mainland = 'https://open.bigmodel.cn/usercenter/apikeys';
const international = 'https://z.ai/manage-apikey/apikey-list';

describe('The box for the API key', () => {
	const bed = useConversation();
	const person = usePerson();

	for (const [endpoint, page] of [
		['https://open.bigmodel.cn/api/paas/v4', mainland],
		['https://open.bigmodel.cn/api/coding/paas/v4', mainland],
		['https://api.z.ai/api/paas/v4', international],
		['https://api.z.ai/api/coding/paas/v4', international],
		['https://relay.example/api/paas/v4', undefined],
		['http://localhost:11434/v1', undefined],
	] as const) {
		it(`leads to ${page ?? 'no page'} for ${endpoint}`, async () => {
			await bed.set('endpoint', endpoint);
			person.press('Get an API Key');
			assert.equal(await setApiKey(bed.parts), false);
			assert.deepEqual(person.asked[0]?.buttons, page === undefined ? [] : ['Get an API Key']);
			// The walkthrough has the same button.
			await vscode.commands.executeCommand('glimpse.getApiKey');
			assert.deepEqual(person.opened, page === undefined ? [] : [page, page]);
			const { host } = new URL(endpoint);
			assert.deepEqual(person.read, page === undefined ? [`Ask whoever runs ${host} for an API key.`] : []);
		});
	}

	it('hides the key, stays while one looks elsewhere, and names the host', async () => {
		await bed.set('endpoint', 'https://api.z.ai/api/paas/v4');
		await setApiKey(bed.parts);
		assert.partialDeepStrictEqual(person.asked[0]?.options, {
			title: 'API key for api.z.ai',
			prompt: 'The pictures that you ask about will be sent to api.z.ai.',
			password: true,
			ignoreFocusOut: true,
		});
	});

	for (const text of ['id.sécret', 'id secret', 'id.\u{200B}secret', '密钥']) {
		it(`does not take ${JSON.stringify(text)}`, async () => {
			person.enter(text);
			assert.equal(await setApiKey(bed.parts), false);
			const [box] = person.asked;
			assert.ok(box);
			assert.equal(await box.objection(text), 'An API key has only letters, digits and symbols. Paste it again.');
			assert.equal(await box.objection(' id.secret '), undefined);
			assert.equal(bed.glm.requests.length, 0);
		});
	}

	it('takes the key of another endpoint than the one of the settings', async () => {
		await bed.set('endpoint', 'https://open.bigmodel.cn/api/paas/v4');
		const endpoint = new URL(bed.glm.endpoint);
		person.enter('  id.secret ');
		assert.equal(await setApiKey(bed.parts, endpoint), true);
		assert.deepEqual(
			bed.glm.requests.map(({ path, headers }) => [path, headers.authorization]),
			[['/api/paas/v4/models', 'Bearer id.secret']],
		);
		assert.equal(await bed.keys.get(endpoint.host), 'id.secret');
		assert.equal(await bed.keys.get('open.bigmodel.cn'), undefined);
	});

	it('comes up again for the same endpoint when the service does not accept the key', async () => {
		await bed.set('endpoint', 'https://open.bigmodel.cn/api/paas/v4');
		bed.glm.keys.add('id.right');
		person.press('Enter It Again');
		person.enter('id.wrong');
		person.enter('id.right');
		try {
			const endpoint = new URL(bed.glm.endpoint);
			assert.equal(await setApiKey(bed.parts, endpoint), true);
			assert.equal(await bed.keys.get(endpoint.host), 'id.right');
		} finally {
			bed.glm.keys.clear();
		}
	});
});
