import * as vscode from 'vscode';
import type { ActionId, NoticeAction } from '../core/conversation.ts';
import { endpointWithVersion } from '../core/endpoint.ts';
import { planModel } from '../core/glm/models.ts';
import { codingEndpoint } from '../core/glm/services.ts';
import { endpointOf, openSettings, readSettings } from './editor/settings.ts';
import type { Services } from './services.ts';

/** An action that changes a setting or opens something; the other two are about a video, and are the conversation's. */
type FailureAction = Exclude<ActionId, 'sendAnyway' | 'sendBeginning'>;

/** The parts of the extension that the buttons of failures use. */
export type ActionServices = Pick<Services, 'keys' | 'transport' | 'memory' | 'foundModel' | 'editorModels' | 'log'>;

/** Does what a failure's button says; `offered` is that button, where there is one. Returns whether to try again now. */
export async function runFailureAction(
	services: ActionServices,
	action: FailureAction,
	offered: NoticeAction | undefined,
): Promise<boolean> {
	switch (action) {
		case 'setApiKey':
			if (!(await (await import('./configure/apiKey.ts')).setApiKey(services))) return false;
			await allowGlm();
			return true;
		case 'askAgain':
			return true;
		case 'useModel':
			if (offered?.id !== 'useModel') return false;
			await (await import('./configure/model.ts')).changeModel(offered.model);
			return true;
		case 'useEndpoint':
			return offered?.id === 'useEndpoint' && useEndpoint(offered.endpoint);
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
			return (await import('./configure/selectModel.ts')).selectModel(services);
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
	await changeEndpoint(endpoint);
	if (settings.request.model !== planModel) {
		await (await import('./configure/model.ts')).changeModel(planModel);
	}
	return true;
}

/** Changes to the endpoint that a failure offered, unless the setting has led elsewhere since: it would lead to another host. */
async function useEndpoint(endpoint: string): Promise<boolean> {
	if (endpoint === endpointWithVersion(endpointOf(readSettings()))) await changeEndpoint(endpoint);
	return true;
}

async function changeEndpoint(endpoint: string): Promise<void> {
	const configuration = vscode.workspace.getConfiguration('glimpse');
	await configuration.update('endpoint', endpoint, vscode.ConfigurationTarget.Global);
}

/** Agrees to plain http with the private host of the endpoint, as the button says. */
async function allowHttp(): Promise<boolean> {
	const host = URL.parse(readSettings().endpoint)?.host;
	if (host === undefined) return false;
	await (await import('./configure/model.ts')).allowHttp(host);
	return true;
}

/** Lets the service answer again after `This machine only`: a key was just set under an answer of this machine. */
async function allowGlm(): Promise<void> {
	const configuration = vscode.workspace.getConfiguration('glimpse');
	if (configuration.get('engine') !== 'local') return;
	await configuration.update('engine', 'auto', vscode.ConfigurationTarget.Global);
}
