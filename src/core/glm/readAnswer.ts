import type { AnswerPart } from '../answer.ts';
import { FailureError } from '../failure.ts';
import { readAnswerPiece, type AnswerPiece } from './answer.ts';
import { createContentReader } from './contentReader.ts';
import { readEvents } from './eventStream.ts';

const glue = 'data: ';

/**
 * The answer in a response's body, streamed or whole. A text that ends without a finish reason is no answer, however orderly
 * the connection was closed.
 * @throws FailureError `answerCut`, `answerBroken` when the service says that it failed, or what `readAnswerPiece` throws
 */
export async function* readAnswer(
	chunks: AsyncIterable<Uint8Array>,
	host: string,
): AsyncGenerator<AnswerPart, void, undefined> {
	let content = createContentReader();
	let answerId: string | undefined;
	let isFinished = false;

	for await (const data of readEvents(chunks, host)) {
		const { piece, isGlued } = readGlued(data, host);
		if (isGlued && piece.id !== answerId) {
			content = createContentReader();
			yield { kind: 'restarted' };
		}
		answerId = piece.id ?? answerId;
		for (const part of piece.parts) {
			if (part.kind === 'text') yield* content.read(part.text);
			else if (part.kind === 'finish') {
				yield* content.end();
				if (part.reason === 'network_error') throw new FailureError({ kind: 'answerBroken', host });
				// Some models send two; the first one tells.
				if (!isFinished) yield part;
				isFinished = true;
			} else yield part;
		}
	}
	yield* content.end();
	if (!isFinished) throw new FailureError({ kind: 'answerCut', host });
}

/**
 * The service has been seen to cut an event in its middle, and to begin anew on the same line, under a new id: the answer was
 * started again, and what came before it is void.
 */
function readGlued(data: string, host: string): { readonly piece: AnswerPiece; readonly isGlued: boolean } {
	try {
		return { piece: readAnswerPiece(data, host), isGlued: false };
	} catch (error) {
		const start = data.lastIndexOf(glue);
		const isUnreadable = error instanceof FailureError && error.failure.kind === 'answerUnreadable';
		if (!isUnreadable || start < 0) throw error;
		return { piece: readAnswerPiece(data.slice(start + glue.length), host), isGlued: true };
	}
}
