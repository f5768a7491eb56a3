import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Failure } from '../../src/core/failure.ts';
import { checkedEditorSteps } from '../../src/host/configure/checkEditorModel.ts';
import { selectModel } from '../../src/host/configure/selectModel.ts';
import { failureMessage } from '../../src/host/failures/failureMessage.ts';
import { altAnswer } from '../support/altTextRequests.ts';
import { provideChatModels, type ChatModels } from '../support/chatModels.ts';
import { chatVendor } from '../support/chatVendor.ts';
import { reader, seer, usualWords, type ChatScript } from '../support/chatWords.ts';
import { projectDir } from '../support/places.mjs';
import { useConversation, wordsOf } from './useConversation.ts';
import { usePerson } from './usePerson.ts';

const sample = (name: string): vscode.Uri => vscode.Uri.file(join(projectDir, 'media/samples', name));
const picture = sample('dialog-light.png');
const heading = "The editor's models";

const setting = (name: string): unknown => vscode.workspace.getConfiguration('glimpse').get(name);

/** Settles once it is so, looking again whenever the host has done something. */
async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

async function switchChat(isOff: boolean): Promise<void> {
	const chat = vscode.workspace.getConfiguration('chat');
	await chat.update('disableAIFeatures', isOff, vscode.ConfigurationTarget.Global);
}

describe("The editor's own models", () => {
	const bed = useConversation({ settings: { engine: 'editor', editorModel: 'seer-1' } });
	const person = usePerson();
	let models: ChatModels;
	/** Waits until the extension knows that the editor offers these. */
	const offered = async (...names: readonly string[]): Promise<void> => {
		const { editorModels } = bed.parts;
		await editorModels.list();
		await until(() => {
			const now = (editorModels.known ?? []).map(({ name }) => name);
			return JSON.stringify(now.toSorted()) === JSON.stringify(names.toSorted());
		});
	};
	before(async () => {
		await switchChat(false);
		models = provideChatModels();
	});
	beforeEach(async () => {
		for (const name of ['endpoint', 'model', 'engine', 'editorModel']) bed.putBack(name);
		models.reset();
		await offered('Seer', 'Reader');
	});
	after(async () => {
		models.dispose();
		await switchChat(true);
	});

	const list = (): readonly string[] => {
		const rows = person.lists.at(-1) ?? [];
		const from = rows.findIndex(({ label }) => label === heading);
		const end = rows.findIndex(({ kind }, index) => index > from && kind === vscode.QuickPickItemKind.Separator);
		return from < 0
			? []
			: rows
					.slice(from + 1, end < 0 ? undefined : end)
					.map(({ label, description = '' }) => `${label}: ${description}`);
	};

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
		assert.match(request.messages[0]?.text ?? '', /^Describe this image for someone who cannot see it\./);
		// Nothing of it reaches the service, and nobody is paid by the token.
		assert.deepEqual(bed.glm.requests, []);
		assert.deepEqual([turn.usage, bed.usage.now.tokens], [undefined, 0]);
		assert.match(wordsOf(turn).summary, /^Seer · Model Makers · PNG/);
		assert.deepEqual(person.read, []);
		// What is kept has its name.
		await bed.reload();
		assert.deepEqual(bed.open.state.turns[0]?.answerer, turn.answerer);
	});

	it('can be stopped even while the editor keeps its list back', async () => {
		await offered('Seer', 'Reader');
		const { selectChatModels } = vscode.lm;
		const held = Promise.withResolvers<void>();
		Object.assign(vscode.lm, { selectChatModels: async () => held.promise.then(() => selectChatModels()) });
		try {
			models.offer([{ ...seer, id: 'other-1', name: 'Other' }]);
			// The editor tells of it by and by.
			await until(() => Reflect.get(bed.parts.editorModels, 'known') !== undefined);
			const asking = bed.ask('describe', picture);
			await new Promise((resolve) => setImmediate(resolve));
			bed.open.stop();
			assert.equal((await asking).status, 'stopped');
		} finally {
			Object.assign(vscode.lm, { selectChatModels });
			held.resolve();
			await offered('Other');
		}
	});

	it('are asked with all pictures, and with the turns before', async () => {
		await bed.ask('compare', picture, sample('chart-sales.png'));
		models.script({ parts: ['The first.'] });
		const turn = await bed.askFurther('Which one is older?');
		assert.equal(turn.text, 'The first.');
		const [, request] = models.requests;
		assert.deepEqual(
			request?.messages.map(({ role, pictures, text }) => [role, pictures.length, text.split('\n').at(-1)]),
			[
				['user', 2, 'Answer in English.'],
				['assistant', 0, usualWords],
				['user', 0, 'Which one is older?'],
			],
		);
	});

	it('think aloud where they do, and what nobody knows of is passed over', async () => {
		models.script({ parts: [{ thinking: 'Hm. ' }, { thinking: 'A dog?' }, { other: 'a_tool' }, 'A ', 'dog.'] });
		const turn = await bed.ask('describe', picture);
		assert.deepEqual([turn.status, turn.reasoning, turn.text], ['done', 'Hm. A dog?', 'A dog.']);
	});

	for (const goesOn of ['untilCancelled', 'deaf'] as const) {
		it(`stop when a person does, ${goesOn === 'deaf' ? 'even one that goes on' : 'and are told so'}`, async () => {
			models.script({ parts: ['A d'], goesOn });
			const asking = bed.ask('describe', picture);
			await bed.until((event) => event.kind === 'part' && event.part.kind === 'text');
			bed.open.stop();
			const turn = await asking;
			assert.deepEqual([turn.status, turn.text, turn.failure], ['stopped', 'A d', undefined]);
			await until(() => models.requests[0]?.isCancelled === true);
		});
	}

	const failures: readonly (readonly [
		name: string,
		script: ChatScript,
		sentence: string,
		button: string | undefined,
	])[] = [
		[
			'may not be asked',
			{ parts: [], error: { code: 'NoPermissions', message: 'no' } },
			"Glimpse isn't allowed to use Seer from Model Makers. Ask again and allow it, or select another model.",
			'Select Model',
		],
		[
			'are blocked',
			{ parts: [], error: { code: 'Blocked', message: 'Over the limit until noon.' } },
			'Model Makers takes no more questions to Seer for now. Ask again later, or select another model. The service says: Over the limit until noon.',
			'Select Model',
		],
		[
			'have used a quota up',
			{ parts: [], error: { name: 'ChatQuotaExceeded', message: 'No premium requests are left.' } },
			'Model Makers takes no more questions to Seer for now. Ask again later, or select another model. The service says: No premium requests are left.',
			'Select Model',
		],
		[
			'are gone in mid-question',
			{ parts: [], error: { code: 'NotFound', message: 'gone' } },
			'The editor no longer offers Seer. Select another model.',
			'Select Model',
		],
		[
			'turn out not to see',
			{ parts: [], error: { message: 'This model does not support image input.' } },
			"Seer can't see pictures. Select a model that can.",
			'Select Model',
		],
		[
			'fail in another way',
			{ parts: [], error: { message: 'getaddrinfo [x](command:quit)' } },
			'Seer from Model Makers could not answer. Ask again, or select another model. The service says: getaddrinfo [x](command:quit)',
			'Select Model',
		],
		[
			'end without a word',
			{ parts: [] },
			'Seer (Model Makers) ended the answer before it was complete. Ask again.',
			'Ask Again',
		],
	];
	for (const [name, script, sentence, button] of failures) {
		it(`say so in one sentence where they ${name}, and are asked again`, async () => {
			models.script(script);
			const turn = await bed.ask('describe', picture);
			assert.equal(turn.status, 'failed');
			assert.deepEqual([turn.failure?.message, turn.failure?.action?.label], [sentence, button]);
			// Asked again, it goes on.
			const again = await bed.press('askAgain');
			assert.deepEqual([again.status, again.text], ['done', usualWords]);
		});
	}

	it('that cannot see are not sent anything', async () => {
		await bed.set('editorModel', 'reader-1');
		const turn = await bed.ask('describe', picture);
		assert.equal(turn.failure?.message, "Reader can't see pictures. Select a model that can.");
		assert.deepEqual(models.requests, []);
	});

	it('take no videos', async () => {
		const turn = await bed.ask('describeVideo', vscode.Uri.file(join(projectDir, 'test/fixtures/videos/short.mp4')));
		assert.equal(turn.failure?.message, 'Seer does not accept videos. Select another model.');
		assert.deepEqual(models.requests, []);
	});

	it('get no picture that is kept on this machine', async () => {
		await bed.set('exclude', ['dialog-*']);
		const turn = await bed.ask('describe', picture);
		assert.match(turn.failure?.message ?? '', /^dialog-light\.png stays on this machine/);
		assert.deepEqual(models.requests, []);
	});

	it('that are gone lead to the picker, and its choice asks again', async () => {
		await offered('Seer', 'Reader');
		models.offer([{ ...seer, id: 'other-1', name: 'Other' }]);
		await offered('Other');
		assert.deepEqual((await bed.parts.describer.nextAnswerer()).answerer, undefined);
		const turn = await bed.ask('describe', picture);
		assert.equal(turn.failure?.message, 'The editor no longer offers seer-1. Select another model.');
		person.choose('Other');
		const again = await bed.press('selectModel');
		assert.deepEqual([again.status, again.answerer?.engine === 'editor' && again.answerer.model], ['done', 'Other']);
		assert.equal(setting('editorModel'), `${chatVendor}/other-1`);
	});

	it('that are away for a moment are waited for', async () => {
		await offered('Seer', 'Reader');
		models.offer([{ ...seer, id: 'other-1', name: 'Other' }]);
		await offered('Other');
		const asking = bed.ask('describe', picture);
		models.offer([seer]);
		const turn = await asking;
		assert.deepEqual([turn.status, turn.text], ['done', usualWords]);
	});

	it('are asked for once where none was chosen yet', async () => {
		await bed.set('editorModel', '');
		person.choose('Seer');
		const turn = await bed.ask('describe', picture);
		assert.deepEqual([turn.status, turn.text], ['done', usualWords]);
		assert.equal(setting('editorModel'), `${chatVendor}/seer-1`);
		await bed.ask('describe', picture);
		assert.equal(person.lists.length, 1);
	});

	it('stay unasked where a person closes the picker', async () => {
		await bed.set('editorModel', '');
		const turn = await bed.ask('describe', picture);
		assert.equal(turn.failure?.message, "None of the editor's models is chosen yet. Select one to continue.");
		assert.equal(turn.failure.action?.id, 'selectModel');
		assert.deepEqual(models.requests, []);
	});

	it('are listed with who provides them and what they can do, the ones that see first', async () => {
		await bed.set('engine', 'auto');
		models.offer([reader, { ...seer, family: 'gpt-4o' }, { ...seer, id: 'x', name: '$(trash) [x](command:y)' }]);
		await offered('Reader', 'Seer', '$(trash) [x](command:y)');
		await selectModel(bed.parts);
		assert.deepEqual(list(), [
			'Seer: Model Makers · gpt-4o · sees pictures · 128K tokens of context',
			'$ (trash) [x] (command:y): Model Makers · seer · sees pictures · 128K tokens of context',
			"Reader: Model Makers · reader · can't see pictures · 128K tokens of context",
		]);
		person.choose('Seer');
		assert.equal(await selectModel(bed.parts), true);
		assert.deepEqual([setting('engine'), setting('editorModel')], ['editor', `${chatVendor}/seer-1`]);
		await selectModel(bed.parts);
		assert.equal(person.lists.at(-1)?.[0]?.label, 'Seer');
		assert.match(person.lists.at(-1)?.[0]?.description ?? '', /^current · Model Makers/);
		// And back.
		person.choose('This machine only');
		await selectModel(bed.parts);
		assert.equal(setting('engine'), 'local');
	});

	it('are filled in where the editor takes its time', async () => {
		const listing = Promise.withResolvers<Awaited<ReturnType<typeof bed.parts.editorModels.list>>>();
		const { editorModels } = bed.parts;
		await offered('Seer', 'Reader');
		const found = await editorModels.list();
		let known: typeof found | undefined;
		const slow = {
			get known() {
				return known;
			},
			list: async () => listing.promise,
		};
		person.choose('Seer');
		const choosing = selectModel({ ...bed.parts, editorModels: slow });
		await until(() => person.lists.length === 1);
		assert.deepEqual(list(), []);
		known = found;
		listing.resolve(found);
		assert.equal(await choosing, true);
		assert.equal(person.lists.length, 2);
		assert.deepEqual(person.lists[1]?.slice(0, person.lists[0]?.length), person.lists[0]);
		assert.equal(person.lists[1]?.at(-3)?.label, heading);
	});

	it('are never picked by `auto`, but named to a person without a key', async () => {
		await bed.set('engine', 'auto');
		await bed.set('endpoint', 'https://open.bigmodel.cn/api/paas/v4');
		await offered('Seer', 'Reader');
		const { answerer, editorModel } = await bed.parts.describer.nextAnswerer();
		assert.deepEqual([answerer, editorModel], [{ engine: 'local' }, { model: 'Seer', provider: 'Model Makers' }]);
		models.offer([reader]);
		await offered('Reader');
		assert.equal((await bed.parts.describer.nextAnswerer()).editorModel, undefined);
		assert.deepEqual(models.requests, []);
	});

	it('are said at once by what the setting says, then by their names', async () => {
		await bed.reload();
		await offered('Seer', 'Reader');
		const { answerer, setting: engine } = await bed.parts.describer.nextAnswerer();
		assert.deepEqual([engine, answerer?.engine === 'editor' && answerer.provider], ['editor', 'Model Makers']);
	});

	it('write alt text for the API, as text and kind', async () => {
		models.script({ parts: [altAnswer('Dialog with a message.')] });
		assert.equal((await bed.api.altText(picture)).alt, 'Dialog with a message.');
	});

	it('are checked by Check Connection, which names no host', async () => {
		const steps = async (): Promise<readonly string[]> =>
			(await checkedEditorSteps(bed.parts, new AbortController().signal)).map(
				({ name, outcome, words }) => `${name}, ${outcome}: ${words}`,
			);
		assert.deepEqual(await steps(), [
			"Settings, good: one of the editor's own models answers",
			'Model, good: Seer answers (Model Makers, seer, sees pictures, 128K tokens of context)',
		]);
		await bed.set('editorModel', 'reader-1');
		assert.deepEqual((await steps()).at(-1), "Model, bad: Reader can't see pictures. Select a model that can.");
		await bed.set('editorModel', 'nobody');
		assert.deepEqual(await steps(), [
			'Settings, bad: The editor no longer offers nobody. Select another model.',
			'Model, not checked: not checked',
		]);
	});

	it('are none where no extension has any, which is one sentence with the picker', async () => {
		models.offer([]);
		await offered();
		const turn = await bed.ask('describe', picture);
		assert.deepEqual(
			[turn.failure?.message, turn.failure?.action?.label],
			['The editor offers no models; its AI features may be off. Select who answers instead.', 'Select Model'],
		);
		await selectModel(bed.parts);
		assert.ok(!person.lists.at(-1)?.some(({ label }) => label === heading));
	});
});

describe("The editor's own models where its AI features are off", () => {
	const bed = useConversation({ settings: { engine: 'editor', editorModel: 'seer-1' } });
	let models: ChatModels;
	before(() => {
		models = provideChatModels();
	});
	after(() => models.dispose());

	it('are none', async () => {
		const turn = await bed.ask('describe', picture);
		assert.match(turn.failure?.message ?? '', /^The editor offers no models/);
		assert.deepEqual(models.requests, []);
	});
});

describe('A picture that the editor itself could not open', () => {
	it('is told of in a sentence, though its error has no words', () => {
		const failure: Failure = { kind: 'editorPictureUnread', model: 'Seer', provider: 'Model Makers' };
		assert.deepEqual(failureMessage(failure), {
			message:
				'The editor could not open a picture, so nothing was sent to Seer. Save it again as PNG and choose that.',
		});
	});
});
