import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { deleteApiKey, setApiKey } from '../../src/host/configure/apiKey.ts';
import { showFailure } from '../../src/host/showFailure.ts';
import { connectPanel } from '../../src/host/panel/connectPanel.ts';
import { PendingClipboardRead } from '../../src/host/panel/pendingClipboardRead.ts';
import { SessionMeter } from '../../src/host/panel/sessionMeter.ts';
import { createPanelHandlers } from '../../src/host/commands/panelMessages.ts';
import { projectDir } from '../support/places.mjs';
import { useConversation } from './useConversation.ts';
import { usePerson } from './usePerson.ts';

const good = join(projectDir, 'media/samples/dialog-light.png');
const nobody = 'http://127.0.0.1:9/v4';

describe('What can go wrong with a file, in the panel', () => {
	const bed = useConversation();
	let folder: string;
	const file = (name: string): vscode.Uri => vscode.Uri.file(join(folder, name));

	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'glimpse-files-'));
		await writeFile(join(folder, 'empty.png'), '');
		await writeFile(join(folder, 'cut.png'), '\x89PNG\r\n\x1a\n', 'latin1');
		await promisify(execFile)('mkfifo', [join(folder, 'pipe.png')]);
		await mkdir(join(folder, 'album'));
	});
	after(() => rm(folder, { recursive: true, force: true }));

	for (const [name, message, action] of [
		['pipe.png', 'pipe.png could not be read. Check its permissions, then ask again.', 'Ask Again'],
		['empty.png', 'empty.png is empty. Choose another picture.', undefined],
		['cut.png', 'cut.png is damaged: it could not be decoded. Save it again and choose that.', undefined],
	] as const) {
		it(`is said, and nothing is sent: ${name}`, async () => {
			const { status, failure } = await bed.ask('describe', file(name));
			assert.deepEqual([status, failure?.message, failure?.action?.label], ['failed', message, action]);
			assert.equal(bed.glm.requests.length, 0);
		});
	}

	it('is said of a folder that came along, and nothing is sent', async () => {
		const { failure } = await bed.ask('describe', vscode.Uri.file(good), file('album'));
		assert.equal(failure?.message, 'album is a folder. Choose the pictures inside it.');
		assert.equal(bed.glm.requests.length, 0);
	});

	it('is looked at anew when it is asked again', async () => {
		const { failure } = await bed.ask('describe', file('later.png'));
		assert.equal(failure?.message, 'later.png is no longer there. Choose the picture again.');
		await copyFile(good, join(folder, 'later.png'));
		const { status, failure: none, text } = await bed.press('askAgain');
		assert.deepEqual([status, none], ['done', undefined]);
		assert.ok(text.includes(bed.glm.word ?? '?'));
	});
});

describe('What can go wrong with the settings, in the panel', () => {
	const bed = useConversation({ settings: { maxRetries: 0 } });
	const person = usePerson();

	for (const [title, settings, message, action] of [
		[
			'a value out of range',
			{ temperature: 7 },
			/^The setting glimpse\.temperature must be within 0–1\.$/,
			'Open Settings',
		],
		[
			'no key',
			{ endpoint: 'https://models.invalid/v4', engine: 'glm' },
			/^There is no API key for models\.invalid yet\. Set one to continue\.$/,
			'Set API Key',
		],
		['nobody listens', { endpoint: nobody }, /^127\.0\.0\.1:9 could not be reached \(ECONNREFUSED\)/, 'Ask Again'],
		[
			'an address that is none',
			{ endpoint: 'http://models.invalid/v4', engine: 'glm' },
			/^The setting glimpse\.endpoint must be an https address/,
			'Open Settings',
		],
	] as const) {
		it(`leads to a sentence and a button: ${title}`, async () => {
			for (const [name, value] of Object.entries(settings)) await bed.set(name, value);
			const { status, failure } = await bed.ask('describe', vscode.Uri.file(good));
			assert.equal(status, 'failed');
			assert.match(failure?.message ?? '', message);
			assert.equal(failure?.action?.label, action);
		});
	}

	it('is shown in the settings by the button', async () => {
		await bed.set('temperature', 7);
		await bed.ask('describe', vscode.Uri.file(good));
		await bed.press('openSettings');
		assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, 'Settings');
		await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
		assert.equal(bed.open.state.turns.length, 1);
	});

	it('is asked again by the button for a key, with the new key', async () => {
		await bed.set('engine', 'glm');
		bed.glm.keys.add('id.secret');
		try {
			const refused = await bed.ask('describe', vscode.Uri.file(good));
			assert.equal(refused.failure?.action?.id, 'setApiKey');
			person.enter('id.secret');
			assert.equal((await bed.press('setApiKey')).status, 'done');
			assert.equal(bed.glm.requests.at(-1)?.headers.authorization, 'Bearer id.secret');
		} finally {
			bed.glm.keys.clear();
			await deleteApiKey(bed.parts);
		}
	});

	it('is said in a message where the button under an answer can do nothing for it', async () => {
		const { status, question } = await bed.ask('describe', vscode.Uri.file(good));
		assert.equal(status, 'done');
		await bed.set('endpoint', 'http://models.invalid/v4');
		const received = new vscode.EventEmitter<unknown>();
		const { parts } = bed;
		const webview = {
			asWebviewUri: (uri: vscode.Uri) => uri,
			onDidReceiveMessage: received.event,
			postMessage: () => true,
		};
		const noEvent = (): void => undefined;
		connectPanel({ webview, onDidDispose: noEvent, onDidChangeVisibility: noEvent } as unknown as vscode.WebviewView, {
			...parts,
			describer: { nextAnswerer: assert.fail },
			onDidChangeAnswerer: new vscode.EventEmitter<void>().event,
			usage: new SessionMeter(),
			handlers: async () => createPanelHandlers(parts),
			showFailure: (error) => showFailure(error, parts),
			clipboard: new PendingClipboardRead(),
		});
		const message = person.nextMessage();
		received.fire({ type: 'act', action: 'setApiKey', turnId: question.id });
		assert.match(await message, /^The setting glimpse\.endpoint must be an https address/);
	});

	it('does not keep a key from being stored that cannot be checked', async () => {
		await bed.set('endpoint', nobody);
		person.enter('id.secret');
		const { parts } = bed;
		assert.equal(await setApiKey(parts), true);
		assert.match(person.read.join(), /^The API key was stored, but could not be checked\. 127\.0\.0\.1:9 could not/);
		assert.equal(await parts.keys.get('127.0.0.1:9'), 'id.secret');
		await deleteApiKey(parts);
		assert.equal(person.read.at(-1), 'The API key for 127.0.0.1:9 was deleted.');
		assert.equal(await parts.keys.get('127.0.0.1:9'), undefined);
	});
});
