// What the tests say of the models that chatModels.ts registers, for processes without an editor too.
/** What a model of the tests gives for an answer; what goes between processes is JSON. */
export interface ChatScript {
	/** Pieces of text, or of what the API calls thinking; `other` is a part that no engine knows. */
	readonly parts?: readonly (string | { readonly thinking: string } | { readonly other: string })[];
	/** What it throws behind them: an error of the API by its code, or one of its own with that name. */
	readonly error?: {
		readonly code?: 'NoPermissions' | 'Blocked' | 'NotFound';
		readonly name?: string;
		readonly message: string;
	};
	/** Whether it goes on behind its parts until it is cancelled; a `deaf` one doesn't even heed that. */
	readonly goesOn?: 'untilCancelled' | 'deaf';
}

/** What a model was sent. */
export interface ChatRequest {
	readonly model: string;
	readonly messages: readonly {
		readonly role: 'user' | 'assistant';
		readonly text: string;
		readonly pictures: readonly { readonly mimeType: string; readonly byteLength: number }[];
	}[];
	isCancelled: boolean;
}

/** A model as the editor is told of it. */
export interface OfferedModel {
	readonly id: string;
	readonly name: string;
	readonly family: string;
	/** Undefined where nothing is said. */
	readonly sees?: boolean;
	/** Whether the editor asks the person first. */
	readonly asksFirst?: boolean;
}

/** A model that sees, and one that doesn't. */
export const seer: OfferedModel = { id: 'seer-1', name: 'Seer', family: 'seer', sees: true };
export const reader: OfferedModel = { id: 'reader-1', name: 'Reader', family: 'reader', sees: false };

/** What an unscripted question is answered with. */
export const usualWords = 'A dialog says that the backup could not be finished.';
