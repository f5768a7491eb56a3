import type { EditorAnswerer } from '../conversation.ts';

/** A model that the editor offers its extensions. */
export interface EditorModel {
	readonly id: string;
	/** The identifier of who provides it, such as `copilot`. */
	readonly vendor: string;
	/** The name of who provides it, for people. */
	readonly provider: string;
	/** Its name for people. */
	readonly name: string;
	/** Its family; may be empty. */
	readonly family: string;
	/** Tokens; 0 if it isn't known. */
	readonly maxInputTokens: number;
	/** Undefined if it isn't known. */
	readonly sees: boolean | undefined;
}

/**
 * Reads from the capabilities of a model whether it sees pictures. The stable API doesn't declare them: models have
 * `supportsImageToText` at run time, and those who register them say `imageInput`.
 */
export function seesPictures(capabilities: unknown): boolean | undefined {
	if (typeof capabilities !== 'object' || capabilities === null) return undefined;
	for (const name of ['supportsImageToText', 'imageInput'] as const) {
		const value: unknown = name in capabilities ? Reflect.get(capabilities, name) : undefined;
		if (typeof value === 'boolean') return value;
	}
	return undefined;
}

/**
 * Returns the model that the setting names by its id, alone or behind its vendor's name and a slash. Undefined if there is none,
 * or if several vendors have that id: pictures must not go to another one than was chosen.
 */
export function findEditorModel(setting: string, models: readonly EditorModel[]): EditorModel | undefined {
	const whole = models.find((model) => wholeId(model) === setting);
	if (whole) return whole;
	const [found, ...others] = models.filter(({ id }) => id === setting);
	return others.every(({ vendor }) => vendor === found?.vendor) ? found : undefined;
}

/** Returns the models as they are offered: those that see, those of which nobody knows, and those that don't. */
export function inOfferedOrder(models: readonly EditorModel[]): readonly EditorModel[] {
	const rank = ({ sees }: EditorModel): number => (sees === true ? 0 : sees === undefined ? 1 : 2);
	return models.toSorted((a, b) => rank(a) - rank(b));
}

/** Returns who answers with a model. */
export function editorAnswerer(model: EditorModel): EditorAnswerer {
	const { name, provider, family } = model;
	return { engine: 'editor', id: wholeId(model), model: name, provider, family };
}

/** Returns the id that the setting gets: no model of another vendor has it, whatever comes or goes. */
export function wholeId({ vendor, id }: EditorModel): string {
	return `${vendor}/${id}`;
}
