import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { pictureCaption, turnNote, turnSummary } from '../../media/panel/words.ts';
import type { ActionId, ConversationEvent, Turn } from '../../src/core/conversation.ts';
import type { TaskId } from '../../src/core/tasks.ts';
import { selectModel } from '../../src/host/configure/selectModel.ts';
import { createPanelHandlers } from '../../src/host/commands/panelMessages.ts';
import type { Shrink } from '../../src/host/conversation/conversationMedia.ts';
import { ConversationStore } from '../../src/host/conversation/conversationStore.ts';
import { Archive, History } from '../../src/host/conversation/history.ts';
import { OpenConversation } from '../../src/host/conversation/openConversation.ts';
import { retryPolicy } from '../../src/engines/glm/retry.ts';
import type { AnswerServices } from '../../src/host/describer/answerRequest.ts';
import { createBatches, type Batches } from '../../src/host/describer/batches.ts';
import { createDescriber, type Describer } from '../../src/host/describer/describer.ts';
import { EditorModels } from '../../src/host/describer/editorModels.ts';
import { FoundModel } from '../../src/host/describer/foundModel.ts';
import { GlmTransport } from '../../src/host/describer/glmTransport.ts';
import { LocalEngineLoader } from '../../src/host/describer/localEngineLoader.ts';
import { PlanMeter } from '../../src/host/describer/planMeter.ts';
import { ApiKeys } from '../../src/host/editor/apiKeys.ts';
import { SessionMeter } from '../../src/host/panel/sessionMeter.ts';
import type { Services } from '../../src/host/services.ts';
import { Preparer } from '../../src/host/sources/preparer.ts';
import type { Source } from '../../src/host/sources/source.ts';
import { projectDir } from '../support/places.mjs';
import { useExtension, type ExtensionBed, type ExtensionSetUp } from './useExtension.ts';

/** A conversation as the panel has it, each test with one of its own. */
export interface ConversationBed extends ExtensionBed {
	readonly open: OpenConversation;
	/** The same for all tests. */
	readonly keys: ApiKeys;
	/** What the answers of the test took. */
	readonly usage: SessionMeter;
	/** Everything that happened to it. */
	readonly events: readonly ConversationEvent[];
	/** What the commands and buttons of the extension work with. */
	readonly parts: Services;
	/** Asks as an entry of a menu does, and gives the turn when the answer has ended, whichever way. */
	ask(task: TaskId, ...sources: readonly Source[]): Promise<Turn>;
	/** Asks in the box under the conversation, with these pictures or videos attached. */
	askFurther(text: string, ...sources: readonly Source[]): Promise<Turn>;
	/** Presses the button under the last turn, which must be there, and gives that turn when the answer has ended. */
	press(action: ActionId): Promise<Turn>;
	/** Settles once this has happened, at once where it has already. */
	until(has: (event: ConversationEvent) => boolean): Promise<void>;
	/** Ends the host's part and has another one bring the conversation back, as a reload of the window does. */
	reload(): Promise<void>;
}

/** For a `describe`: the parts of the extension that answer in the panel, with a conversation and keys of their own. */
export function useConversation(setUp?: ExtensionSetUp): ConversationBed {
	const bed = useExtension(setUp);
	const log = quietLog();
	const extensionUri = vscode.Uri.file(projectDir);
	const keys = new ApiKeys(secretsInMemory(), log);
	const transport = new GlmTransport(log);
	const foundModel = new FoundModel();
	const editorModels = new EditorModels();
	const preparer = new Preparer(extensionUri);
	const local = new LocalEngineLoader(extensionUri);
	let folder: string;
	let storage: string;
	let open: OpenConversation;
	let events: ConversationEvent[] = [];
	let describer: Describer;
	let batches: Batches;
	let usage: SessionMeter;

	function create(): void {
		usage = new SessionMeter();
		const meter = usage;
		const answerServices: AnswerServices = {
			keys,
			transport,
			preparer,
			localEngine: () => local.load(),
			editorModels,
			chooseModel: () => selectModel(parts()),
			foundModel,
			onUsage: (used, price) => meter.add(used, price),
			plan: new PlanMeter((quota) => meter.setPlan(quota)),
			log,
		};
		describer = createDescriber(answerServices);
		// Nobody waits between two looks at a batch.
		batches = createBatches(answerServices, (maxRetries) => ({
			...retryPolicy(maxRetries),
			sleep: async (_, signal) => signal.throwIfAborted(),
		}));
		const history = new History(join(storage, 'history'), log);
		const shrink: Shrink = (bytes, name, part) => preparer.shrink(bytes, name, part);
		const archive = new Archive({ history, isKept: () => true, shrink });
		const store = new ConversationStore(storage, log);
		open = new OpenConversation({ describer, store, archive, log });
		open.onEvent((event) => events.push(event));
	}

	/** The last turn of the conversation, which has one. */
	function lastTurn(): Turn {
		const turn = open.state.turns.at(-1);
		assert.ok(turn);
		return turn;
	}

	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'glimpse-conversation-'));
	});
	beforeEach(async () => {
		events = [];
		storage = await mkdtemp(join(folder, 'storage-'));
		create();
	});
	afterEach(async () => {
		open.dispose();
		await open.flush();
	});
	after(async () => {
		for (const part of [keys, transport, preparer, local, editorModels]) part.dispose();
		await rm(folder, { recursive: true, force: true });
	});

	const parts = (): Services => ({
		conversation: open,
		history: new History(join(storage, 'history'), log),
		panel: { explainClipboard: assert.fail, dispose: () => undefined },
		keys,
		transport,
		running: new Set(),
		describer,
		batches: async () => batches,
		foundModel,
		editorModels,
		memory: memoryOfTest(),
		extensionUri,
		version: '0',
		storage,
		preparer,
		log,
	});

	return {
		get glm() {
			return bed.glm;
		},
		get api() {
			return bed.api;
		},
		set: bed.set,
		putBack: bed.putBack,
		keys,
		get open() {
			return open;
		},
		get usage() {
			return usage;
		},
		get events() {
			return events;
		},
		get parts() {
			return parts();
		},
		async ask(task, ...sources) {
			await open.ask({ task, text: '', follows: false, sources });
			return lastTurn();
		},
		async askFurther(text, ...sources) {
			if (sources.length > 0) open.attach(sources);
			await open.askAttached('ask', text);
			return lastTurn();
		},
		async press(action) {
			await createPanelHandlers(parts()).act({ type: 'act', action, turnId: lastTurn().question.id });
			return lastTurn();
		},
		until: (has) =>
			new Promise((resolve) => {
				if (events.some(has)) return resolve();
				const subscription = open.onEvent((event) => {
					if (!has(event)) return;
					subscription.dispose();
					resolve();
				});
			}),
		async reload() {
			open.dispose();
			await open.flush();
			create();
			await open.restore();
		},
	};
}

/** What the page shows of a turn, with plain spaces: under its answer, as a note, and under its pictures. */
export function wordsOf(turn: Turn): {
	readonly summary: string;
	readonly note: string;
	readonly captions: readonly string[];
} {
	// The page's own language is what numbers are written in.
	Object.assign(globalThis, { document: { documentElement: { lang: 'en' } } });
	try {
		const plain = (words: string): string => words.replaceAll('\u{A0}', ' ');
		return {
			summary: plain(turnSummary(turn)),
			note: plain(turnNote(turn)),
			captions: turn.pictures.map(pictureCaption).map(plain),
		};
	} finally {
		Reflect.deleteProperty(globalThis, 'document');
	}
}

/** What is written into it goes nowhere. */
function quietLog(): vscode.LogOutputChannel {
	const ignore = (): void => undefined;
	const log = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore, show: ignore };
	return log as unknown as vscode.LogOutputChannel;
}

/** An editor's memory that ends with the test. */
export function memoryOfTest(): vscode.Memento {
	const kept = new Map<string, unknown>();
	return {
		keys: () => [...kept.keys()],
		get: (name: string) => kept.get(name),
		update: async (name: string, value: unknown) => void kept.set(name, value),
	};
}

function secretsInMemory(): vscode.SecretStorage {
	const stored = new Map<string, string>();
	return {
		get: async (name) => stored.get(name),
		store: async (name, value) => void stored.set(name, value),
		delete: async (name) => void stored.delete(name),
		keys: async () => [...stored.keys()],
		onDidChange: new vscode.EventEmitter<vscode.SecretStorageChangeEvent>().event,
	};
}
