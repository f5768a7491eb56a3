import * as vscode from 'vscode';
import type { ActionId } from '../core/conversation.ts';
import { codingEndpoint, parseEndpoint } from '../core/endpoint.ts';
import type { CommandParts } from './commands/commands.ts';
import { openSettings, readSettings } from './settings.ts';
import { failureOf } from '../core/failure.ts';
import { wordFailure } from './failures/wordFailure.ts';
import { showError } from './notifications.ts';

/** What the buttons need of the rest. */
export type ActionParts = Pick<CommandParts, 'keys' | 'transport' | 'log'>;

/**
 * Does what the button under a failure or an answer says; the question that it stands under is asked again where that helps.
 * Which button is offered is the host's to know: a page can't have anything else done that changes a setting.
 */
export async function act(parts: CommandParts, action: ActionId, turnId: string): Promise<void> {
	const offered = parts.conversation.turn(turnId)?.failure?.action;
	if (action === 'sendAnyway' || action === 'sendBeginning') {
		if (action !== offered?.id) return;
		const consent = action === 'sendAnyway' ? 'undocumentedFormat' : 'beginningOnly';
		return parts.conversation.askAgain(turnId, consent);
	}
	const wanted = action === offered?.id ? offered : undefined;
	if (!wanted && action !== 'askAgain' && action !== 'setApiKey') return;
	const change = wanted?.id === 'useModel' ? { model: wanted.model } : {};
	if (await runFailureAction(parts, action, change)) return parts.conversation.askAgain(turnId);
}

/** Does what a button says. Answers whether what failed is worth trying again now. */
export async function runFailureAction(
	parts: ActionParts,
	action: Exclude<ActionId, 'sendAnyway' | 'sendBeginning'>,
	{ model }: { readonly model?: string },
): Promise<boolean> {
	switch (action) {
		case 'setApiKey':
			if (!(await (await import('./configure/apiKey.ts')).setApiKey(parts))) return false;
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
			parts.log.show();
			return false;
		case 'openBilling':
			await vscode.env.openExternal(vscode.Uri.parse(billingPage()));
			return false;
		case 'useCodingEndpoint':
			return useCodingEndpoint();
		case 'selectModel':
			return selectAnotherModel();
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
	await (await import('./configure/model.ts')).selectModel();
	return readSettings().request.model !== model;
}

/** Who adds a key under an answer of this machine alone wants the service to answer. */
async function allowGlm(): Promise<void> {
	const configuration = vscode.workspace.getConfiguration('glimpse');
	if (configuration.get('engine') !== 'local') return;
	await configuration.update('engine', 'auto', vscode.ConfigurationTarget.Global);
}

/**
 * Shows the failure of what has no turn in the panel, with at most one button; once that has mended it, what failed is done
 * `again`.
 */
export async function showFailure(error: unknown, parts: ActionParts, again?: () => Promise<void>): Promise<void> {
	const failure = failureOf(error);
	const notice = await wordFailure(failure);
	if (!notice) return;
	parts.log.warn(`${failure.kind}: ${notice.message}`);
	if (failure.kind === 'unexpected') parts.log.error(error instanceof Error ? error : String(error));
	const { action } = notice;
	const choice = await showError(notice.message, ...(action ? [action.label] : []));
	// These two are about videos, which are asked about in the panel alone.
	if (choice === undefined || !action || action.id === 'sendAnyway' || action.id === 'sendBeginning') return;
	if (await runFailureAction(parts, action.id, action.id === 'useModel' ? { model: action.model } : {}))
		await again?.();
}
