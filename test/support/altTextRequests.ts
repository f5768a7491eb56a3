import type { RecordedRequest } from './glmServer.ts';

/** An answer as the model was asked to give it. */
export function altAnswer(alt: string, kind = 'informative', more: Readonly<Record<string, string>> = {}): string {
	return JSON.stringify({ kind, alt, reason: 'It shows the dialog that the text is about.', ...more });
}

/** The words of the last question in a request. */
export function questionText(request: RecordedRequest | undefined): string {
	const { messages = [] } = (request?.body ?? {}) as {
		messages?: { content: string | { type: string; text?: string }[] }[];
	};
	const content = messages.at(-1)?.content ?? '';
	return typeof content === 'string' ? content : (content.find(({ type }) => type === 'text')?.text ?? '');
}
