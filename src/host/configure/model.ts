import * as vscode from 'vscode';
import { knownModels, limitsOf, priceAt, type ModelLimits } from '../../core/glm/models.ts';
import { serviceAt, type Service } from '../../core/glm/services.ts';

/** Asks the user which model answers from now on. */
export async function selectModel(): Promise<void> {
	const current = modelNow();
	const service = serviceNow();
	const others = knownModels.filter((model) => model !== current);
	const other: vscode.QuickPickItem = { label: vscode.l10n.t('Other…'), alwaysShow: true };
	const items = [current, ...others].filter(Boolean).map((model): vscode.QuickPickItem => {
		const limits = limitsOf(model);
		const state = model === current ? vscode.l10n.t('current') : undefined;
		return {
			label: model,
			description: [state, priceWords(priceAt(service, model))].filter(Boolean).join(' · '),
			detail: limitWords(limits).join(' · '),
		};
	});
	const picked = await vscode.window.showQuickPick([...items, other], {
		title: vscode.l10n.t('Select Model'),
		placeHolder: service.currency && vscode.l10n.t('Prices: {0} per million tokens, October 2026', service.currency),
		matchOnDescription: true,
	});
	const model = picked === other ? await enterModel(current) : picked?.label;
	if (model) await changeModel(model);
}

/** Sets the model in every window; in this one even where the workspace names another. */
export async function changeModel(model: string): Promise<void> {
	const configuration = vscode.workspace.getConfiguration('glimpse');
	await configuration.update('model', model, vscode.ConfigurationTarget.Global);
	// The workspace's own value would win over the user's, and the choice would change nothing.
	if (configuration.inspect('model')?.workspaceValue !== undefined) {
		await configuration.update('model', model, vscode.ConfigurationTarget.Workspace);
	}
}

/** Returns the service at the endpoint; one that bills nothing where the setting is no address. */
function serviceNow(): Pick<Service, 'currency'> {
	const endpoint = URL.parse(vscode.workspace.getConfiguration('glimpse').get('endpoint', ''));
	return endpoint ? serviceAt(endpoint) : { currency: undefined };
}

function modelNow(): string {
	return vscode.workspace.getConfiguration('glimpse').get('model', '').trim();
}

async function enterModel(current: string): Promise<string | undefined> {
	const entered = await vscode.window.showInputBox({
		title: vscode.l10n.t('Select Model'),
		prompt: vscode.l10n.t('ID of any model at the endpoint'),
		value: knownModels.includes(current) ? '' : current,
		ignoreFocusOut: true,
		validateInput: (value) => (/\s/.test(value.trim()) ? vscode.l10n.t("A model ID can't contain spaces.") : undefined),
	});
	return entered?.trim();
}

function priceWords(price: ReturnType<typeof priceAt>): string | undefined {
	if (price === 'free') return vscode.l10n.t('free of charge');
	return price && vscode.l10n.t('{0}{1} in, {0}{2} out', price.currency, price.input, price.output);
}

function limitWords({ context, maxImages, localImages, thinking }: ModelLimits): readonly string[] {
	const words: string[] = [];
	if (maxImages === 1) words.push(vscode.l10n.t('1 picture'));
	else if (Number.isFinite(maxImages)) words.push(vscode.l10n.t('{0} pictures', maxImages));
	if (!localImages) words.push(vscode.l10n.t('by web address only'));
	if (context !== undefined) words.push(vscode.l10n.t('{0} tokens of context', tokenCount(context)));
	if (thinking === 'forced' || thinking === 'ignored') words.push(vscode.l10n.t('always thinks first'));
	return words;
}

function tokenCount(tokens: number): string {
	return tokens >= 1_000_000 ? `${tokens / 1_000_000}M` : `${tokens / 1000}K`;
}
