import * as vscode from 'vscode';
import { failureOf, type Failure } from '../../core/failure.ts';
import { serviceAt } from '../../core/glm/services.ts';
import type { GlmConnection } from '../../engines/glm/glmClient.ts';
import type { ApiKeys } from '../editor/apiKeys.ts';
import { failureMessage } from '../failures/failureMessage.ts';
import type { GlmTransport } from '../describer/glmTransport.ts';
import { tickModelStep } from './model.ts';
import { endpointOf, readSettings } from '../editor/settings.ts';
import { showError, showInformation, showWarning, showProgress } from '../editor/notifications.ts';

/** The keys, and the way to the service. */
export interface ConnectionServices {
	readonly keys: ApiKeys;
	readonly transport: GlmTransport;
}

/**
 * Asks for the API key of an endpoint's host, has the service check it and stores it. Returns whether there is a new key.
 * @throws FailureError `endpointInvalid`, `httpNotAllowed` or `settingOutOfRange`
 */
export async function setApiKey(
	{ keys, transport }: ConnectionServices,
	endpoint: URL = endpointOf(readSettings()),
): Promise<boolean> {
	const { proxy } = readSettings();
	const { host } = endpoint;
	const key = (await enterKey(endpoint))?.trim();
	if (!key) return false;

	const connection = { endpoint, key, transport: transport.for(proxy), idleTimeout: keyCheckTimeout };
	const failure = await showProgress(vscode.l10n.t('Checking the API key…'), (signal) =>
		failureOfKey(connection, signal),
	);
	if (failure?.kind === 'cancelled') return false;
	if (failure?.kind === 'keyRefused') {
		const again = vscode.l10n.t('Enter It Again');
		const choice = await showError(
			vscode.l10n.t('{0} does not accept this API key, so it was not stored.', host),
			again,
		);
		return choice === again ? setApiKey({ keys, transport }, endpoint) : false;
	}

	const kept = await keys.set(host, key);
	await tickModelStep();
	if (kept === 'session') {
		void showWarning(vscode.l10n.t('This system could not store the API key. It is kept until you close this window.'));
	} else if (failure) {
		const reason = failureMessage(failure)?.message ?? '';
		void showWarning(vscode.l10n.t('The API key was stored, but could not be checked. {0}', reason));
	} else {
		void showInformation(vscode.l10n.t('The API key for {0} was stored.', host));
	}
	return true;
}

/** Deletes the key of the endpoint's host. */
export async function deleteApiKey({ keys }: ConnectionServices): Promise<void> {
	const { host } = endpointOf(readSettings());
	if ((await keys.get(host)) === undefined) {
		void showInformation(vscode.l10n.t('No API key is stored for {0}.', host));
		return;
	}
	await keys.delete(host);
	void showInformation(vscode.l10n.t('The API key for {0} was deleted.', host));
}

/**
 * Opens the page where one makes an API key for the endpoint, if that is known.
 * @throws FailureError `endpointInvalid`, `httpNotAllowed` or `settingOutOfRange`
 */
export async function getApiKey(): Promise<void> {
	const endpoint = endpointOf(readSettings());
	const { keyPage } = serviceAt(endpoint);
	if (keyPage !== undefined) await openPage(keyPage);
	else void showInformation(vscode.l10n.t('Ask whoever runs {0} for an API key.', endpoint.host));
}

async function openPage(address: string): Promise<void> {
	await vscode.env.openExternal(vscode.Uri.parse(address));
}

/** Asks for a key in a box that hides it, with a button to the page where one makes it. Undefined if the box was closed. */
async function enterKey(endpoint: URL): Promise<string | undefined> {
	const { host } = endpoint;
	const { keyPage } = serviceAt(endpoint);
	const box = vscode.window.createInputBox();
	box.title = vscode.l10n.t('API key for {0}', host);
	box.prompt = vscode.l10n.t('The pictures that you ask about will be sent to {0}.', host);
	box.password = true;
	box.ignoreFocusOut = true;
	if (keyPage !== undefined) {
		box.buttons = [{ iconPath: new vscode.ThemeIcon('link-external'), tooltip: vscode.l10n.t('Get an API Key') }];
		box.onDidTriggerButton(() => void openPage(keyPage));
	}
	box.onDidChangeValue((value) => {
		box.validationMessage = objectionTo(value);
	});
	const entered = new Promise<string | undefined>((resolve) => {
		box.onDidAccept(() => {
			if (objectionTo(box.value) === undefined) resolve(box.value);
		});
		box.onDidHide(() => resolve(undefined));
	});
	box.show();
	try {
		return await entered;
	} finally {
		box.dispose();
	}
}

function objectionTo(key: string): string | undefined {
	return /[^\x21-\x7e]/.test(key.trim())
		? vscode.l10n.t('An API key has only letters, digits and symbols. Paste it again.')
		: undefined;
}

async function failureOfKey(connection: GlmConnection, signal: AbortSignal): Promise<Failure | undefined> {
	try {
		const { checkKey } = await import('../../engines/glm/glmEngine.ts');
		await checkKey(connection, signal);
		return undefined;
	} catch (error) {
		return failureOf(error);
	}
}

/** Seconds; a person waits for it. */
const keyCheckTimeout = 15;
