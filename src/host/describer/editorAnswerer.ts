import type { Answerer, EditorAnswerer } from '../../core/conversation.ts';
import { editorAnswerer, findEditorModel, inOfferedOrder, type EditorModel } from '../../core/editor/editorModel.ts';
import { FailureError } from '../../core/failure.ts';
import type { NextAnswerer } from '../../core/protocol.ts';
import type { Settings } from '../editor/settings.ts';
import type { EditorModels } from './editorModels.ts';

/** Milliseconds for which a chosen model may be away: extensions offer theirs anew, and only some time after a window opens. */
const mayBeAway = 2000;

/**
 * Returns which of the editor's own models answers with these settings.
 * @throws FailureError `editorModelMissing`
 */
export async function answererOfEditor(
	settings: Settings,
	models: Pick<EditorModels, 'list' | 'listOnceChanged'>,
): Promise<EditorAnswerer> {
	const listed = await models.list();
	const isAway = settings.editorModel !== '' && findEditorModel(settings.editorModel, listed) === undefined;
	return editorAnswerer(editorModelIn(isAway ? await models.listOnceChanged(mayBeAway) : listed, settings));
}

/**
 * Returns the same as far as that can be said at once; what is found later is told by an event. Undefined where none was chosen.
 * @throws FailureError `editorModelMissing`
 */
export function shownAnswerer(settings: Settings, models: Pick<EditorModels, 'known' | 'list'>): Answerer | undefined {
	if (models.known) return editorAnswerer(editorModelIn(models.known, settings));
	void models.list();
	const { editorModel } = settings;
	if (editorModel === '') return undefined;
	return { engine: 'editor', id: editorModel, model: editorModel, provider: '', family: '' };
}

/** Returns the model of the editor's own to name to a person who has no key, once it is known. */
export function offeredModel(models: Pick<EditorModels, 'known' | 'list'>): NextAnswerer['editorModel'] {
	if (!models.known) void models.list();
	const model = inOfferedOrder(models.known ?? []).find(({ sees }) => sees !== false);
	return model && { model: model.name, provider: model.provider };
}

/**
 * Returns the model of the editor's own that the settings name.
 * @throws FailureError `editorModelMissing`
 */
export function editorModelIn(models: readonly EditorModel[], { editorModel }: Settings): EditorModel {
	const model = findEditorModel(editorModel, models);
	if (model) return model;
	throw new FailureError(
		models.length === 0
			? { kind: 'editorModelMissing', why: 'none' }
			: // Several vendors may have the same id.
				editorModel === '' || models.some(({ id }) => id === editorModel)
				? { kind: 'editorModelMissing', why: 'notChosen' }
				: { kind: 'editorModelMissing', why: 'gone', model: editorModel },
	);
}
