import type { EditorModel } from '../../src/core/editor/editorModel.ts';

/** A model of the editor's own, of which nobody knows whether it sees. */
export const seerModel: EditorModel = {
	id: 'seer-1',
	vendor: 'makers',
	provider: 'Makers',
	name: 'Seer',
	family: '',
	maxInputTokens: 0,
	sees: undefined,
};
