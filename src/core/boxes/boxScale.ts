/** The way a family of models writes places. */
export interface BoxScale {
	/** The order of the two values of a corner: `xy` from the left, `yx` from the top first. */
	readonly order: 'xy' | 'yx';
	/**
	 * The value that stands for the whole width or height; `pixels` are those of the picture as the server resized it, to
	 * multiples of 28.
	 */
	readonly full: 1000 | 999 | 1 | 'pixels';
	/** True if every pair of values is a point: such a model gives no boxes. */
	readonly pointsOnly: boolean;
}

const thousandths: BoxScale = { order: 'xy', full: 1000, pointsOnly: false };

/** The families that are known to point. What follows a family's name is size, tuning and packing. */
const families: readonly (readonly [family: RegExp, scale: BoxScale])[] = [
	// The models of 2024 (`glm-4v`, `glm-4v-plus`) aren't documented to point, and answer in a scale of their own.
	[/^glm-(?:4\.[1-9]|[5-9](?:\.\d)?)v(?![a-z\d])/, thousandths],
	// Sees, although its name doesn't say so.
	[/^glm-5\.3-flashx?(?![a-z\d])/, thousandths],
	[/^autoglm-phone(?![a-z\d])/, { order: 'xy', full: 999, pointsOnly: true }],
	[/^qwen2\.5-?vl(?![a-z\d])/, { order: 'xy', full: 'pixels', pointsOnly: false }],
	[/^qwen3-?vl(?![a-z\d])/, thousandths],
	[/^gemini-[2-9]/, { order: 'yx', full: 1000, pointsOnly: false }],
	[/^kimi-vl(?![a-z\d])/, { order: 'xy', full: 1, pointsOnly: false }],
];

/**
 * Returns how a model writes places, by the family that its id names, whatever a server puts before or behind:
 * `zai-org/GLM-4.6V`, `qwen3-vl:8b`, `GLM-4.6V-Flash-Q4_K_M.gguf`. Undefined for a model that isn't known to point: it
 * gets no boxes, rather than wrong ones.
 */
export function boxScaleOf(model: string): BoxScale | undefined {
	const id = model.slice(Math.max(model.lastIndexOf('/'), model.lastIndexOf('\\')) + 1).toLowerCase();
	return families.find(([family]) => family.test(id))?.[1];
}

/** Tells whether a model is known to write boxes, not points alone. */
export function writesBoxes(model: string): boolean {
	return boxScaleOf(model)?.pointsOnly === false;
}
