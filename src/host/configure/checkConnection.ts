import * as vscode from 'vscode';
import { isLoopback } from '../../core/endpoint.ts';
import { FailureError, failureOf, type Failure } from '../../core/failure.ts';
import { isTextModel, limitsAt } from '../../core/glm/models.ts';
import type { Offer } from '../../core/glm/offeredModels.ts';
import { serviceAt, type Service } from '../../core/glm/services.ts';
import type { PlanQuota } from '../../core/sessionUsage.ts';
import type { GlmConnection } from '../../engines/glm/glmClient.ts';
import { messageText } from '../../core/outsideText.ts';
import { isProxyInEnvironment } from '../../engines/glm/environmentProxy.ts';
import { dateAndTime } from '../failures/refusalMessage.ts';
import type { EditorModels } from '../describer/editorModels.ts';
import type { ConnectionServices } from './apiKey.ts';
import { stepRunner, tinyPicture, type CheckedStep } from './checkSteps.ts';
import { limitWords, offeredWords } from './model.ts';
import { showProgress } from '../editor/notifications.ts';
import { endpointOf, readAnswererSettings, readSettings, type Settings } from '../editor/settings.ts';

/** Seconds; a person waits for it. */
const stepTimeout = 20;

/** What is checked, and the version to name. */
interface CheckServices extends ConnectionServices {
	readonly version: string;
	readonly editorModels: Pick<EditorModels, 'list' | 'chat'>;
}

/** Checks each step on the way to an answer, and shows the results as a document. */
export async function checkConnection(services: CheckServices): Promise<void> {
	const steps = await showProgress(vscode.l10n.t('Checking the connection…'), async (signal) =>
		readAnswererSettings().engine === 'editor'
			? (await import('./checkEditorModel.ts')).checkedEditorSteps(services, signal)
			: checkedSteps(services, signal),
	);
	const marks = { good: '✓', bad: '✗', 'not checked': '–' };
	const lines = steps.map(({ name, outcome, words }) => `- ${marks[outcome]} **${name}**: ${messageText(words)}`);
	const versions = `Glimpse ${services.version} · VS Code ${vscode.version} · ${process.platform} · Node ${process.versions.node}`;
	const content = ['# Glimpse: Check Connection', versions, lines.join('\n'), ''].join('\n\n');
	await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'markdown', content }));
}

/**
 * Checks the steps in their order: settings, proxy, host with its certificate, key, server, model. Behind the first bad one nothing is
 * checked.
 * @throws FailureError `cancelled`
 */
export async function checkedSteps(
	{ keys, transport }: ConnectionServices,
	signal: AbortSignal,
): Promise<readonly CheckedStep[]> {
	const { l10n } = vscode;
	const { steps, step } = stepRunner(signal);

	let settings: Settings | undefined;
	let connection: GlmConnection | undefined;
	await step(l10n.t('Settings'), async () => {
		settings = readSettings();
		const endpoint = endpointOf(settings);
		const key = await keys.get(endpoint.host);
		connection = {
			endpoint,
			key,
			transport: transport.for(settings.proxy),
			idleTimeout: stepTimeout,
			learned: transport.learnedAt(endpoint),
		};
		return isLoopback(endpoint)
			? l10n.t('the endpoint is on this machine')
			: l10n.t('the endpoint is {0}', endpoint.href);
	});
	await step(l10n.t('Proxy'), () => proxyWords(settings, connection));
	const { createGlmEngine } = await import('../../engines/glm/glmEngine.ts');
	const { offerAt } = await import('../../engines/glm/offers.ts');
	const { retryPolicy } = await import('../../engines/glm/retry.ts');
	let keyError: unknown;
	let offer: Offer | undefined;
	await step(l10n.t('Host and certificate'), async () => {
		if (!connection) return '';
		const start = Date.now();
		try {
			offer = await offerAt(connection, signal);
		} catch (error) {
			// An answer of any kind shows that the host is reached; a refusal of the key belongs to the next step.
			const { kind } = failureOf(error);
			if (unreachedKinds.has(kind)) throw error;
			keyError = error;
		}
		return l10n.t('reached in {0} ms', Date.now() - start);
	});
	await step(l10n.t('API key'), () => {
		if (keyError !== undefined && ['keyRefused', 'keyMissing'].includes(failureOf(keyError).kind)) throw keyError;
		if (connection?.key === undefined) return l10n.t('none is stored, and none was asked for');
		return keyError === undefined ? l10n.t('accepted') : l10n.t('not refused');
	});
	await step(l10n.t('Server'), () => (connection ? serverWords(serviceAt(connection.endpoint), offer) : ''));
	await step(l10n.t('Model'), async () => {
		if (!settings || !connection) return '';
		const { model } = settings.request;
		if (isTextModel(model)) throw new FailureError({ kind: 'modelTextOnly', model, instead: undefined });
		const { localImages, onlyTask: task = 'ask' } = limitsAt(serviceAt(connection.endpoint), model);
		const engine = createGlmEngine(connection, { ...settings.request, stream: false, maxTokens: 1 }, retryPolicy(0));
		// Some models refuse a question without a picture; one takes none from this machine.
		const media = localImages ? [tinyPicture] : [];
		const messages = [{ role: 'user', text: 'Hi', media }] as const;
		for await (const part of engine.answer({ task, messages }, signal)) void part;
		const abilities = abilityWords(model, offer);
		return abilities.length === 0
			? l10n.t('{0} answers', model)
			: l10n.t('{0} answers ({1})', model, abilities.join(', '));
	});
	const { isPlan } = connection ? serviceAt(connection.endpoint) : { isPlan: false };
	if (isPlan) {
		await step(l10n.t('Plan'), async () => {
			const { askPlanQuota } = await import('../../engines/glm/askPlanQuota.ts');
			const quota = connection && (await askPlanQuota(connection, signal));
			return planWords(quota);
		});
	}
	return steps;
}

/** Returns the kind of server that answered, and how many models it lists. */
function serverWords({ kind, name }: Service, offer: Offer | undefined): string {
	const { l10n } = vscode;
	const plain = kind === 'glm' ? l10n.t('a server with the API of GLM') : l10n.t('a server with the API of OpenAI');
	const server = offer?.program ?? name ?? plain;
	return offer
		? l10n.t('{0}; models that it lists: {1}', server, offer.models.length)
		: l10n.t('{0}; it lists no models', server);
}

/** Returns what a model can do, from the catalogue or as its server says. */
function abilityWords(model: string, offer: Offer | undefined): readonly string[] {
	const words = limitWords(model);
	if (words.length > 0) return words;
	const offered = offer?.models.find(({ id }) => id.toLowerCase() === model.toLowerCase());
	return offered ? offeredWords(offered) : [];
}

/** Returns how much of a plan is used, and when that resets. */
function planWords(quota: PlanQuota | undefined): string {
	const { l10n } = vscode;
	if (!quota) return l10n.t('the service does not say how much is used');
	const percent = Math.round(quota.percent);
	return quota.resetsAt === undefined
		? l10n.t('{0} % used', percent)
		: l10n.t('{0} % used, resets {1}', percent, dateAndTime(quota.resetsAt));
}

/** Failures before any answer of the service. */
const unreachedKinds: ReadonlySet<Failure['kind']> = new Set([
	'unreachable',
	'silent',
	'redirected',
	'cancelled',
	'endpointInvalid',
]);

function proxyWords(settings: Settings | undefined, connection: GlmConnection | undefined): string {
	const { l10n } = vscode;
	if (connection && isLoopback(connection.endpoint)) return l10n.t('none, since the endpoint is on this machine');
	if (connection?.endpoint.protocol === 'http:') return l10n.t('none, since the endpoint is in a private network');
	if (settings?.proxy.useProxy === false) return l10n.t('turned off by the setting http.proxySupport');
	if (settings?.proxy.proxy) return l10n.t('from the setting http.proxy');
	return isProxyInEnvironment()
		? l10n.t('from the environment')
		: l10n.t("none set; the editor's own proxy is tried if there is no connection without one");
}
