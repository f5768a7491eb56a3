import { visibleText } from '../../core/visibleText.ts';
import { collectAnswer } from '../altText/askAltText.ts';
import type { Describer } from '../describer/describer.ts';
import type { ImageRequest } from '../describer/imageRequest.ts';
import { contentNote } from './tool.ts';

/** Returns what was seen in the pictures of a request, as a text for an agent. */
export async function seenBy(describer: Describer, request: ImageRequest, signal: AbortSignal): Promise<string> {
	const { text, isCut } = await collectAnswer(describer, request, { signal, onBusy: undefined });
	const cut = isCut ? '\n[The model stopped here: its limit of tokens was reached.]' : '';
	return `${contentNote}\n\n${visibleText(text).trim()}${cut}`;
}
