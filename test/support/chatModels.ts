// Models of the editor's own, as another extension provides them. Runs in an extension host; the manifest of an installed extension
// names the vendor.
import * as vscode from 'vscode';
import { chatVendor } from './chatVendor.ts';
import { reader, seer, usualWords, type ChatRequest, type ChatScript, type OfferedModel } from './chatWords.ts';

/** The models of the tests, until `dispose`. */
export interface ChatModels extends vscode.Disposable {
	readonly requests: readonly ChatRequest[];
	/** Has the editor offer these. */
	offer(models: readonly OfferedModel[]): void;
	/** What the next question is answered with. */
	script(script: ChatScript): void;
	/** Forgets requests and scripts, and offers the usual two. */
	reset(): void;
}

export function provideChatModels(): ChatModels {
	const changed = new vscode.EventEmitter<void>();
	const requests: ChatRequest[] = [];
	const scripts: ChatScript[] = [];
	let offered: readonly OfferedModel[] = [seer, reader];
	const registration = vscode.lm.registerLanguageModelChatProvider(chatVendor, {
		onDidChangeLanguageModelChatInformation: changed.event,
		provideLanguageModelChatInformation: () => offered.map(informationOf),
		provideTokenCount: async () => 1,
		provideLanguageModelChatResponse: async (model, messages, _options, progress, token) => {
			const request = { model: model.id, messages: messages.map(readMessage), isCancelled: false };
			requests.push(request);
			token.onCancellationRequested(() => (request.isCancelled = true));
			const { parts = [usualWords], error, goesOn } = scripts.shift() ?? {};
			for (const part of parts) progress.report(partOf(part));
			if (goesOn !== undefined) {
				await new Promise<void>((resolve) => {
					if (goesOn === 'untilCancelled') token.onCancellationRequested(() => resolve());
				});
			}
			if (error) throw errorOf(error);
		},
	});
	return {
		requests,
		offer(models) {
			offered = models;
			changed.fire();
		},
		script: (script) => void scripts.push(script),
		reset() {
			requests.length = 0;
			scripts.length = 0;
			offered = [seer, reader];
			changed.fire();
		},
		dispose: () => vscode.Disposable.from(registration, changed).dispose(),
	};
}

function informationOf({ id, name, family, sees, asksFirst }: OfferedModel): vscode.LanguageModelChatInformation {
	const information = {
		id,
		name,
		family,
		version: '1',
		maxInputTokens: 128_000,
		maxOutputTokens: 4000,
		capabilities: { ...(sees !== undefined && { imageInput: sees }) },
		// Beside the stable API: the editor asks the person whether another extension may use it.
		...(asksFirst && { requiresAuthorization: true }),
	};
	return information;
}

function readMessage({ role, content }: vscode.LanguageModelChatRequestMessage): ChatRequest['messages'][number] {
	return {
		role: role === vscode.LanguageModelChatMessageRole.User ? 'user' : 'assistant',
		text: content.flatMap((part) => (part instanceof vscode.LanguageModelTextPart ? [part.value] : [])).join(''),
		pictures: content.flatMap((part) =>
			part instanceof vscode.LanguageModelDataPart
				? [{ mimeType: part.mimeType, byteLength: part.data.byteLength }]
				: [],
		),
	};
}

function partOf(part: NonNullable<ChatScript['parts']>[number]): vscode.LanguageModelResponsePart {
	if (typeof part === 'string') return new vscode.LanguageModelTextPart(part);
	if ('other' in part) return new vscode.LanguageModelToolCallPart('1', part.other, {});
	const Thinking = Reflect.get(vscode, 'LanguageModelThinkingPart') as new (
		value: string,
	) => vscode.LanguageModelTextPart;
	return new Thinking(part.thinking);
}

function errorOf({ code, name, message }: NonNullable<ChatScript['error']>): Error {
	if (code !== undefined) return vscode.LanguageModelError[code](message);
	return Object.assign(new Error(message), name !== undefined && { name });
}
