import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { provideChatModels, usualWords, type ChatModels } from '../support/chatModels.ts';
import { projectDir } from '../support/places.mjs';
import { useConversation } from './useConversation.ts';
import { usePerson } from './usePerson.ts';

const picture = vscode.Uri.file(join(projectDir, 'media/samples/dialog-light.png'));

describe("The editor's own models", () => {
	const bed = useConversation({ settings: { engine: 'editor', editorModel: 'seer-1' } });
	const person = usePerson();
	let models: ChatModels;
	before(async () => {
		const chat = vscode.workspace.getConfiguration('chat');
		await chat.update('disableAIFeatures', false, vscode.ConfigurationTarget.Global);
		models = provideChatModels();
	});
	beforeEach(() => models.reset());
	after(async () => {
		models.dispose();
		const chat = vscode.workspace.getConfiguration('chat');
		await chat.update('disableAIFeatures', undefined, vscode.ConfigurationTarget.Global);
	});

	it('describe a picture, which goes to them as it was prepared', async () => {
		const turn = await bed.ask('describe', picture);
		assert.deepEqual([turn.status, turn.text, turn.failure], ['done', usualWords, undefined]);
		assert.deepEqual(turn.answerer, {
			engine: 'editor',
			id: 'glimpse-test/seer-1',
			model: 'Seer',
			provider: 'Model Makers',
			family: 'seer',
		});
		const [request] = models.requests;
		assert.deepEqual(request?.messages[0]?.pictures, [{ mimeType: 'image/png', byteLength: 20_815 }]);
		assert.deepEqual(bed.glm.requests, []);
		assert.deepEqual(person.read, []);
	});
});
