import { unknownLimits, type ModelLimits } from '../glm/models.ts';

/** Tokens kept for an answer, which `fitHistory` takes off the context; the editor counts what goes in alone. */
const usualAnswer = 4096;

/** Returns the limits of a model of the editor: its API takes pictures as bytes and no videos. */
export function editorLimits(maxInputTokens: number): ModelLimits {
	const context = maxInputTokens > 0 ? maxInputTokens + usualAnswer : undefined;
	return { ...unknownLimits, video: undefined, context };
}
