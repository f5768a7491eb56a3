import * as vscode from 'vscode';
import type { ActionId } from '../core/conversation.ts';
import { failureOf } from '../core/failure.ts';
import { planModel } from '../core/glm/models.ts';
import { codingEndpoint } from '../core/glm/services.ts';
import { showError } from './editor/notifications.ts';
import type { Services } from './services.ts';
import { endpointOf, openSettings, readSettings } from './editor/settings.ts';

/** An action that changes a setting or opens something; the other two are about a video, and are the conversation's. */
export type FailureAction = Exclude<ActionId, 'sendAnyway' | 'sendBeginning'>;

type ActionServices = Pick<Services, 'keys' | 'transport' | 'log'>;

/**
 * Shows the failure of something that has no turn in the panel, with at most one button. Once that has mended the reason,
 * `retry` runs.
 */
export async function showFailure(
	error: unknown,
	services: ActionServices,
	retry?: () => Promise<void>,
): Promise<void> {
	const failure = failureOf(error);
	const { failureMessage } = await import('./failures/failureMessage.ts');
	const shown = failureMessage(failure);
	if (!shown) return;
	services.log.warn(`${failure.kind}: ${shown.message}`);
	if (failure.kind === 'unexpected') services.log.error(error instanceof Error ? error : String(error));
	const { action } = shown;
	const choice = await showError(shown.message, ...(action ? [action.label] : []));
	// Videos are asked about in the panel alone.
	if (choice === undefined || !action || action.id === 'sendAnyway' || action.id === 'sendBeginning') return;
	if (await runFailureAction(services, action.id, action.id === 'useModel' ? action.model : undefined)) await retry?.();
}

/** Does what a failure's button says; `model` is the one that `useModel` names. Returns whether to try again now. */
export async function runFailureAction(
	services: ActionServices,
	action: FailureAction,
	model: string | undefined,
): Promise<boolean> {
	switch (action) {
		case 'setApiKey':
			if (!(await (await import('./configure/apiKey.ts')).setApiKey(services))) return false;
			await allowGlm();
			return true;
		case 'askAgain':
			return true;
		case 'useModel':
			if (model === undefined) return false;
			await (await import('./configure/model.ts')).changeModel(model);
			return true;
		case 'openSettings':
			await openSettings();
			return false;
		case 'showLog':
			services.log.show();
			return false;
		case 'openBilling':
			// The pages of an account are not documented: the host itself.
			await vscode.env.openExternal(vscode.Uri.parse(endpointOf(readSettings()).origin));
			return false;
		case 'useCodingEndpoint':
			return useCodingEndpoint();
		case 'allowHttp':
			return allowHttp();
		case 'selectModel':
			return selectAnotherModel();
	}
}

/**
 * Changes to the endpoint of the Coding Plan at the same host, and to a model that is known to be served there; the key stays the
 * one of that host.
 */
async function useCodingEndpoint(): Promise<boolean> {
	const settings = readSettings();
	const endpoint = codingEndpoint(endpointOf(settings));
	if (endpoint === undefined) return false;
	const configuration = vscode.workspace.getConfiguration('glimpse');
	await configuration.update('endpoint', endpoint, vscode.ConfigurationTarget.Global);
	if (settings.request.model !== planModel) {
		await (await import('./configure/model.ts')).changeModel(planModel);
	}
	return true;
}

/** Agrees to plain http with the private host of the endpoint, as the button says. */
async function allowHttp(): Promise<boolean> {
	const { endpoint, allowedHttpHosts } = readSettings();
	const host = URL.parse(endpoint)?.host;
	if (host === undefined) return false;
	const configuration = vscode.workspace.getConfiguration('glimpse');
	await configuration.update('allowedHttpHosts', [...allowedHttpHosts, host], vscode.ConfigurationTarget.Global);
	return true;
}

/** Returns whether the user selected another model. */
async function selectAnotherModel(): Promise<boolean> {
	const { model } = readSettings().request;
	await (await import('./configure/model.ts')).selectModel();
	return readSettings().request.model !== model;
}

/** Lets the service answer again after `This machine only`: a key was just set under an answer of this machine. */
async function allowGlm(): Promise<void> {
	const configuration = vscode.workspace.getConfiguration('glimpse');
	if (configuration.get('engine') !== 'local') return;
	await configuration.update('engine', 'auto', vscode.ConfigurationTarget.Global);
}
