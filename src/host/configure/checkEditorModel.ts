import * as vscode from 'vscode';
import type { EditorModel } from '../../core/editor/editorModel.ts';
import { FailureError } from '../../core/failure.ts';
import { createEditorEngine } from '../../engines/editorEngine.ts';
import { editorModelIn } from '../describer/editorAnswerer.ts';
import type { EditorModels } from '../describer/editorModels.ts';
import { sendToEditor } from '../describer/sendToEditor.ts';
import { readSettings } from '../editor/settings.ts';
import { stepRunner, tinyPicture, type CheckedStep } from './checkSteps.ts';
import { editorModelWords } from './model.ts';

/**
 * Checks the steps to an answer of a model of the editor's own: the setting, then the model.
 * @throws FailureError `cancelled`
 */
export async function checkedEditorSteps(
	{ editorModels }: { readonly editorModels: Pick<EditorModels, 'list' | 'chat'> },
	signal: AbortSignal,
): Promise<readonly CheckedStep[]> {
	const { l10n } = vscode;
	const { steps, step } = stepRunner(signal);
	let model: EditorModel | undefined;
	await step(l10n.t('Settings'), async () => {
		model = editorModelIn(await editorModels.list(), readSettings());
		return l10n.t("one of the editor's own models answers");
	});
	await step(l10n.t('Model'), async () => {
		const chat = model && editorModels.chat(model);
		if (!model || !chat) throw new FailureError({ kind: 'editorModelMissing', why: 'none' });
		const engine = createEditorEngine(model, { send: sendToEditor(chat), idleTimeout: readSettings().idleTimeout });
		const messages = [{ role: 'user', text: 'Hi', media: [tinyPicture] }] as const;
		for await (const part of engine.answer({ task: 'ask', messages }, signal)) void part;
		return l10n.t('{0} answers ({1})', model.name, editorModelWords(model).join(', '));
	});
	return steps;
}
