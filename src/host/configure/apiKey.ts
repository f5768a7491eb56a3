import * as vscode from 'vscode';
import { failureOf, type Failure } from '../../core/failure.ts';
import type { ApiKeys } from '../editor/apiKeys.ts';
import { failureMessage } from '../failures/failureMessage.ts';
import type { GlmTransport } from '../describer/glmTransport.ts';
import { endpointOf, readSettings, type Settings } from '../editor/settings.ts';
import { showError, showInformation, showWarning, showProgress } from '../editor/notifications.ts';

/** The keys, and the way to the service. */
export interface ConnectionServices {
	readonly keys: ApiKeys;
	readonly transport: GlmTransport;
}

/**
 * Asks for the API key of the endpoint's host, has the service check it and stores it. Returns whether there is a new key.
 * @throws FailureError `endpointInvalid`, `httpNotAllowed` or `settingOutOfRange`
 */
export async function setApiKey(
	{ keys, transport }: ConnectionServices,
	endpoint: URL = endpointOf(readSettings()),
): Promise<boolean> {
	const settings = readSettings();
	const { host } = endpoint;
	const entered = await vscode.window.showInputBox({
		title: vscode.l10n.t('API key for {0}', host),
		prompt: vscode.l10n.t('The pictures that you ask about will be sent to {0}.', host),
		password: true,
		ignoreFocusOut: true,
		validateInput: (value) =>
			/[^\x21-\x7e]/.test(value.trim())
				? vscode.l10n.t('An API key has only letters, digits and symbols. Paste it again.')
				: undefined,
	});
	const key = entered?.trim();
	if (!key) return false;

	const failure = await showProgress(vscode.l10n.t('Checking the API key…'), (signal) =>
		failureOfKey(key, { endpoint, settings, transport, signal }),
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

	if ((await keys.set(host, key)) === 'session') {
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

async function failureOfKey(
	key: string,
	check: {
		readonly endpoint: URL;
		readonly settings: Settings;
		readonly transport: GlmTransport;
		readonly signal: AbortSignal;
	},
): Promise<Failure | undefined> {
	try {
		const { checkKey } = await import('../../engines/glm/glmEngine.ts');
		const { endpoint } = check;
		const transport = check.transport.for(check.settings.proxy);
		await checkKey({ endpoint, key, transport, idleTimeout: keyCheckTimeout }, check.signal);
		return undefined;
	} catch (error) {
		return failureOf(error);
	}
}

/** Seconds; a person waits for it. */
const keyCheckTimeout = 15;
