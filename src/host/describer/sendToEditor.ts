import * as vscode from 'vscode';
import type { EditorMessage, EditorPart, SendToEditor } from '../../engines/editorEngine.ts';
import { tokenOf } from '../editor/cancellation.ts';

/** Returns what sends messages to a model of the editor's own. At the first time the editor asks the person whether it may. */
export function sendToEditor(chat: vscode.LanguageModelChat): SendToEditor {
	return async (messages, signal) => {
		const cancel = tokenOf(signal);
		const justification = vscode.l10n.t('The picture that you ask about is sent to this model, to be described.');
		try {
			const response = await chat.sendRequest(messages.map(chatMessage), { justification }, cancel.token);
			return readParts(response.stream, cancel);
		} catch (error) {
			cancel[Symbol.dispose]();
			throw error;
		}
	};
}

function chatMessage({ role, pictures, text }: EditorMessage): vscode.LanguageModelChatMessage {
	const parts = [
		...pictures.map(({ bytes, mediaType }) => vscode.LanguageModelDataPart.image(bytes, mediaType)),
		new vscode.LanguageModelTextPart(text),
	];
	return role === 'user'
		? vscode.LanguageModelChatMessage.User(parts)
		: vscode.LanguageModelChatMessage.Assistant(text);
}

async function* readParts(stream: AsyncIterable<unknown>, cancel: Disposable): AsyncGenerator<EditorPart> {
	using _ = cancel;
	for await (const part of stream) {
		if (part instanceof vscode.LanguageModelTextPart) yield { kind: 'text', text: part.value };
		else if (isThinking(part)) yield { kind: 'reasoning', text: [part.value].flat().join('') };
	}
}

/** The stable API doesn't declare the part of a model's thinking, but its stream has it. */
function isThinking(part: unknown): part is { readonly value: string | readonly string[] } {
	const type: unknown = Reflect.get(vscode, 'LanguageModelThinkingPart');
	return typeof type === 'function' && part instanceof type;
}
