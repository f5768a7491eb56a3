import * as vscode from 'vscode';
import type { EditorModel } from '../../core/editor/editorModel.ts';
import { limitsOf, priceAt } from '../../core/glm/models.ts';
import type { OfferedModel } from '../../core/glm/offeredModels.ts';
import type { Service } from '../../core/glm/services.ts';
import { labelText } from '../../core/outsideText.ts';
import { readAnswererSettings } from '../editor/settings.ts';

/** Sets the model in every window; in this one even where the workspace names another. */
export async function changeModel(model: string): Promise<void> {
	const configuration = vscode.workspace.getConfiguration('glimpse');
	await configuration.update('model', model, vscode.ConfigurationTarget.Global);
	// The workspace's own value would win over the user's, and the choice would change nothing.
	if (configuration.inspect('model')?.workspaceValue !== undefined) {
		await configuration.update('model', model, vscode.ConfigurationTarget.Workspace);
	}
}

/** Returns the price of a model at a service in words; undefined if it isn't known. */
export function priceWords(service: Service, model: string): string | undefined {
	const price = priceAt(service, model);
	if (price === 'free') return vscode.l10n.t('free of charge');
	return price && vscode.l10n.t('{0}{1} in, {0}{2} out', price.currency, price.input, price.output);
}

/** Returns what a model of the catalogue takes, in words. */
export function limitWords(model: string): readonly string[] {
	const { context, maxImages, localImages, thinking, video, onlyTask } = limitsOf(model);
	const words: string[] = [];
	if (onlyTask === 'extractText') words.push(vscode.l10n.t('extracts text only'));
	if (maxImages === 1) words.push(vscode.l10n.t('1 picture'));
	else if (Number.isFinite(maxImages)) words.push(vscode.l10n.t('{0} pictures', maxImages));
	if (!localImages) words.push(vscode.l10n.t('by web address only'));
	if (video && Number.isFinite(video.count)) words.push(vscode.l10n.t('video'));
	if (context !== undefined) words.push(contextWords(context));
	if (thinking === 'forced' || thinking === 'ignored') words.push(vscode.l10n.t('always thinks first'));
	return words;
}

/** Returns what a server says that a model can do, in words. */
export function offeredWords({ sees, context, runsAt }: OfferedModel): readonly string[] {
	const words = [
		sees ? vscode.l10n.t('sees pictures') : undefined,
		context === undefined ? undefined : contextWords(context),
		runsAt && vscode.l10n.t('pictures are sent on to {0}', labelText(runsAt)),
	];
	return words.filter((each) => each !== undefined);
}

/** Returns who provides a model of the editor's own, its family, and what it can do, in words. */
export function editorModelWords({ provider, family, name, sees, maxInputTokens }: EditorModel): readonly string[] {
	const words = [
		provider,
		family === '' || family === name ? undefined : family,
		sees === undefined ? undefined : sees ? vscode.l10n.t('sees pictures') : vscode.l10n.t("can't see pictures"),
		maxInputTokens > 0 ? contextWords(maxInputTokens) : undefined,
	];
	return words.filter((each) => each !== undefined);
}

/** Returns the size of a model's context in words. */
function contextWords(tokens: number): string {
	const thousand = tokens % 1000 === 0 ? 1000 : 1024;
	const thousands = Math.round(tokens / thousand);
	const count = thousands >= 1000 ? `${Math.round(thousands / 100) / 10}M` : `${thousands}K`;
	return vscode.l10n.t('{0} tokens of context', count);
}

/** Ticks the walkthrough's step about who answers. */
export async function tickModelStep(): Promise<void> {
	await vscode.commands.executeCommand('setContext', 'glimpse.hasModel', true);
}

/** Returns an endpoint as it is written in the setting. */
export function addressOf({ href }: URL): string {
	return href.endsWith('/') ? href.slice(0, -1) : href;
}

/** Agrees to plain http with a private host; the user has read what that means. */
export async function allowHttp(host: string): Promise<void> {
	const configuration = vscode.workspace.getConfiguration('glimpse');
	const { allowedHttpHosts } = readAnswererSettings();
	await configuration.update('allowedHttpHosts', [...allowedHttpHosts, host], vscode.ConfigurationTarget.Global);
}
