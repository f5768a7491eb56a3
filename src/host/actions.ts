import * as vscode from 'vscode';
import type { ActionId } from '../core/conversation.ts';
import { codingEndpoint, parseEndpoint } from '../core/endpoint.ts';
import type { CommandParts } from './commands.ts';
import { setApiKey } from './keyCommands.ts';
import { openSettings } from './openSettings.ts';
import { readSettings } from './settings.ts';

/**
 * Does what the button under a failure or an answer says; the question that it stands under is asked again where that helps.
 * Which button is offered is the host's to know: a page can't have anything else done that changes a setting.
 */
export async function act(parts: CommandParts, action: ActionId, turnId: string): Promise<void> {
	const offered = parts.conversation.turn(turnId)?.failure?.action;
	if (action !== offered?.id && action !== 'askAgain' && action !== 'setApiKey') return;
	switch (action) {
		case 'setApiKey':
			if (!(await setApiKey(parts))) return;
			await allowGlm();
			return parts.conversation.askAgain(turnId);
		case 'askAgain':
			return parts.conversation.askAgain(turnId);
		case 'useModel':
			if (offered?.id !== 'useModel') return;
			await (await import('./selectModel.ts')).changeModel(offered.model);
			return parts.conversation.askAgain(turnId);
		case 'sendAnyway':
			return parts.conversation.askAgain(turnId, 'undocumentedFormat');
		case 'sendBeginning':
			return parts.conversation.askAgain(turnId, 'beginningOnly');
		case 'openSettings':
			return openSettings();
		case 'showLog':
			return parts.log.show();
		case 'openBilling':
			return void (await vscode.env.openExternal(vscode.Uri.parse(billingPage())));
		case 'useCodingEndpoint':
			if (await useCodingEndpoint()) return parts.conversation.askAgain(turnId);
			return;
		case 'selectModel':
			if (await selectAnotherModel()) return parts.conversation.askAgain(turnId);
			return;
	}
}

/** Where the service's account is: pages of its own are not documented, so its host. */
function billingPage(): string {
	return parseEndpoint(readSettings().endpoint).origin;
}

/** Changes to the endpoint of the Coding Plan at the same host; the key stays the one of that host. */
async function useCodingEndpoint(): Promise<boolean> {
	const endpoint = codingEndpoint(parseEndpoint(readSettings().endpoint));
	if (endpoint === undefined) return false;
	const configuration = vscode.workspace.getConfiguration('glimpse');
	await configuration.update('endpoint', endpoint, vscode.ConfigurationTarget.Global);
	return true;
}

/** Whether the user chose another model. */
async function selectAnotherModel(): Promise<boolean> {
	const { model } = readSettings().request;
	await (await import('./selectModel.ts')).selectModel();
	return readSettings().request.model !== model;
}

/** Who adds a key under an answer of this machine alone wants the service to answer. */
async function allowGlm(): Promise<void> {
	const configuration = vscode.workspace.getConfiguration('glimpse');
	if (configuration.get('engine') !== 'local') return;
	await configuration.update('engine', 'auto', vscode.ConfigurationTarget.Global);
}
