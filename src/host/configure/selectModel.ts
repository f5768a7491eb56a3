import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { findEditorModel, inOfferedOrder, wholeId, type EditorModel } from '../../core/editor/editorModel.ts';
import { isLoopback, parseEndpoint } from '../../core/endpoint.ts';
import { failureOf, type Failure } from '../../core/failure.ts';
import { isTextModel, knownModels, modelsAt } from '../../core/glm/models.ts';
import type { OfferedModel } from '../../core/glm/offeredModels.ts';
import { glmEndpoints, localEndpoints, serviceAt } from '../../core/glm/services.ts';
import { labelText } from '../../core/outsideText.ts';
import type { GlmConnection } from '../../engines/glm/glmClient.ts';
import { findServers, offerAt, type FoundServer } from '../../engines/glm/offers.ts';
import type { EditorModels } from '../describer/editorModels.ts';
import type { FoundModel } from '../describer/foundModel.ts';
import { mayAsk } from '../editor/apiKeys.ts';
import { pickFromGrowingList } from '../editor/growingList.ts';
import { showProgress, showWarning } from '../editor/notifications.ts';
import { readAnswererSettings, type AnswererSettings } from '../editor/settings.ts';
import { failureMessage } from '../failures/failureMessage.ts';
import { setApiKey, type ConnectionServices } from './apiKey.ts';
import {
	addressOf,
	allowHttp,
	changeModel,
	editorModelWords,
	limitWords,
	offeredWords,
	priceWords,
	tickModelStep,
} from './model.ts';

/** The parts of the extension that the picker takes. */
export interface PickerServices extends ConnectionServices {
	/** Remembers the endpoint of the GLM models while another server answers. */
	readonly memory: vscode.Memento;
	/** Is told which model on this machine sees pictures. */
	readonly foundModel: Pick<FoundModel, 'found'>;
	readonly editorModels: Pick<EditorModels, 'known' | 'list'>;
}

/** A model at an endpoint. */
interface Place {
	readonly endpoint: URL;
	readonly model: string;
}

/** Who may answer: this machine alone, a model at an endpoint, or one of the editor's own. */
type Choice = 'local' | Place | EditorModel;

interface Row extends vscode.QuickPickItem {
	/** The one who answers from now on; a function asks for more. Undefined for a heading. */
	readonly choice?: Choice | (() => Promise<Choice | undefined>);
}

/** The picker's parts, and the settings as it opened. */
interface PickerContext {
	readonly services: PickerServices;
	readonly settings: AnswererSettings;
}

/** Milliseconds for which servers of this machine, and the editor, are waited for, once a person has opened the picker. */
const findingTime = 300;

/** Seconds; a person waits for it. */
const listTimeout = 20;

/** The name of what the memory keeps. */
const glmEndpointName = 'glmEndpoint';

/**
 * Asks the user who answers from now on: this machine, a GLM model, a model of a server that was found on this machine, one of the
 * editor's own, or any other. Sets endpoint, model and engine together. Returns whether that was done.
 */
export async function selectModel(services: PickerServices): Promise<boolean> {
	const context: PickerContext = { services, settings: readAnswererSettings() };
	const picked = await pickFromGrowingList(rows(context), {
		title: vscode.l10n.t('Select Model'),
		placeholder: vscode.l10n.t('Who answers from now on?'),
	});
	const choice = typeof picked?.choice === 'function' ? await picked.choice() : picked?.choice;
	if (choice === undefined) return false;
	await apply(choice, context);
	return true;
}

/**
 * Yields the rows, once the servers of this machine had their time: the one who answers now first. The editor's own models come
 * behind all others where they took longer.
 */
async function* rows(context: PickerContext): AsyncGenerator<readonly Row[]> {
	const { services } = context;
	const listing = services.editorModels.list();
	const [servers, glmEndpoint] = await Promise.all([
		serversOfThisMachine(context),
		endpointOfGlm(context),
		Promise.race([listing, delay(findingTime, undefined, { ref: false })]),
	]);
	const known = services.editorModels.known;
	const now = await answererNow(context);
	const first = await firstRows(context, { servers, glmEndpoint, now, editorModels: known ?? [] });
	yield first;
	const late = await listing;
	if (late === known) return;
	const current = await answererNow(context);
	yield [...first, ...group(editorHeading(), editorRows(late, current))];
}

async function firstRows(
	context: PickerContext,
	{
		servers,
		glmEndpoint,
		now,
		editorModels,
	}: {
		readonly servers: readonly FoundServer[];
		readonly glmEndpoint: URL;
		readonly now: Choice | undefined;
		readonly editorModels: readonly EditorModel[];
	},
): Promise<readonly Row[]> {
	const { settings } = context;
	const seeing = servers.flatMap(({ models }) => models).find(({ sees, runsAt }) => sees && runsAt === undefined);
	context.services.foundModel.found(seeing?.id);
	const glm = serviceAt(glmEndpoint);
	const glmName = glm.name ?? glmEndpoint.host;
	const glmHeading = glm.currency ? vscode.l10n.t('{0} (prices per million tokens, October 2026)', glmName) : glmName;
	const hasKey = await mayAsk(glmEndpoint, context.services.keys);
	const groups: readonly (readonly [heading: string, rows: readonly Row[]])[] = [
		[vscode.l10n.t('This machine'), [localRow()]],
		...servers.map(
			({ endpoint, program, models }) =>
				[
					vscode.l10n.t('{0} on this machine', labelText(program ?? endpoint.host)),
					pictureModels(models)
						.filter(({ id }) => endpoint.href !== glmEndpoint.href || !knownModels.includes(id))
						.map((model) => offeredRow(endpoint, model)),
				] as const,
		),
		[editorHeading(), editorRows(editorModels, undefined)],
		[glmHeading, modelsAt(glm).map((model) => glmRow({ endpoint: glmEndpoint, model }, hasKey))],
	];
	const known = groups.flatMap(([, found]) => found).find(({ choice }) => isSame(choice, now));
	const current = known ?? (now && isPlace(now) ? unlistedRow(now) : undefined);
	const currentRow = current && asCurrent(current);
	return [
		...(currentRow ? [currentRow] : []),
		...groups.flatMap(([heading, found]) =>
			group(
				heading,
				found.filter((row) => row !== known),
			),
		),
		...group(vscode.l10n.t('More'), moreRows(context, settings.endpoint)),
	];
}

function asCurrent(row: Row): Row {
	return { ...row, description: [vscode.l10n.t('current'), row.description].filter(Boolean).join(' · ') };
}

function group(heading: string, rowsOfGroup: readonly Row[]): readonly Row[] {
	if (rowsOfGroup.length === 0) return [];
	return [{ label: heading, kind: vscode.QuickPickItemKind.Separator }, ...rowsOfGroup];
}

function localRow(): Row {
	return {
		label: vscode.l10n.t('This machine only'),
		description: vscode.l10n.t('reads text, sends nothing'),
		choice: 'local',
	};
}

function editorHeading(): string {
	return vscode.l10n.t("The editor's models");
}

/** Returns the rows of the editor's own models, with `now` marked as the current one. */
function editorRows(models: readonly EditorModel[], now: Choice | undefined): readonly Row[] {
	return inOfferedOrder(models).map((model) => {
		const row = {
			label: labelText(model.name),
			description: labelText(editorModelWords(model).join(' · ')),
			choice: model,
		};
		return isSame(model, now) ? asCurrent(row) : row;
	});
}

function glmRow(choice: Place, hasKey: boolean): Row {
	const { endpoint, model } = choice;
	const needsKey = hasKey ? undefined : vscode.l10n.t('needs an API key');
	return {
		label: model,
		description: [priceWords(serviceAt(endpoint), model), needsKey].filter(Boolean).join(' · '),
		detail: limitWords(model).join(' · '),
		choice,
	};
}

function offeredRow(endpoint: URL, model: OfferedModel): Row {
	return {
		label: labelText(model.id),
		description: offeredWords(model).join(' · '),
		choice: { endpoint, model: model.id },
	};
}

/** Returns the row of a model that nobody lists. */
function unlistedRow(choice: Place): Row {
	return { label: labelText(choice.model), description: choice.endpoint.host, choice };
}

/** Returns the models that see, then those of which that isn't known. */
function pictureModels(models: readonly OfferedModel[]): readonly OfferedModel[] {
	const unknown = models.filter(({ id, sees }) => sees === undefined && !isTextModel(id));
	return [...models.filter(({ sees }) => sees === true), ...unknown];
}

function moreRows(context: PickerContext, endpoint: URL | undefined): readonly Row[] {
	const more: Row[] = [];
	// What a server elsewhere offers is asked for only when a person says so.
	if (endpoint && !isLoopback(endpoint)) {
		more.push({
			label: vscode.l10n.t('Models at {0}…', endpoint.host),
			choice: () => modelAt(endpoint, context),
		});
	}
	more.push({ label: vscode.l10n.t('Another Server…'), choice: () => anotherServer(context) });
	if (endpoint) {
		more.push({
			label: vscode.l10n.t('Enter an ID…'),
			description: endpoint.host,
			choice: () => enteredModel(endpoint, context),
		});
	}
	return more;
}

/** Asks the servers of this machine, and the endpoint where that is one, what they offer. Nothing else is asked. */
async function serversOfThisMachine(context: PickerContext): Promise<readonly FoundServer[]> {
	const { endpoint } = context.settings;
	const own = endpoint && isLoopback(endpoint) ? endpoint : undefined;
	const others = localEndpoints.filter((each) => each.port !== own?.port);
	const connections = [...(own ? [own] : []), ...others].map((each) => connectionTo(each, context));
	return findServers(await Promise.all(connections), AbortSignal.timeout(findingTime));
}

async function connectionTo(endpoint: URL, { services, settings }: PickerContext): Promise<GlmConnection> {
	return {
		endpoint,
		key: await services.keys.get(endpoint.host),
		transport: services.transport.for(settings.proxy),
		idleTimeout: listTimeout,
	};
}

/** Returns where GLM models are asked: now, before another server was chosen, or where there is a key. */
async function endpointOfGlm({ services, settings }: PickerContext): Promise<URL> {
	const { endpoint } = settings;
	if (endpoint && serviceAt(endpoint).kind === 'glm') return endpoint;
	const before = services.memory.get<string>(glmEndpointName);
	const known = glmEndpoints.find(({ href }) => href === before);
	if (known) return known;
	for (const each of glmEndpoints) if ((await services.keys.get(each.host)) !== undefined) return each;
	return new URL(vscode.workspace.getConfiguration('glimpse').inspect<string>('endpoint')?.defaultValue ?? '');
}

/** Returns who would answer now; undefined if a setting must be corrected first. */
async function answererNow({ services, settings }: PickerContext): Promise<Choice | undefined> {
	const { engine, editorModel, endpoint, model } = settings;
	if (engine === 'local') return 'local';
	if (engine === 'editor') return findEditorModel(editorModel, services.editorModels.known ?? []);
	if (!endpoint || model === '') return undefined;
	return engine === 'glm' || (await mayAsk(endpoint, services.keys)) ? { endpoint, model } : 'local';
}

function isSame(a: Row['choice'], b: Choice | undefined): boolean {
	if (typeof a !== 'object' || typeof b !== 'object') return a !== undefined && a === b;
	if (!isPlace(a) || !isPlace(b)) return !isPlace(a) && !isPlace(b) && wholeId(a) === wholeId(b);
	return a.endpoint.href === b.endpoint.href && a.model.toLowerCase() === b.model.toLowerCase();
}

function isPlace(choice: Choice): choice is Place {
	return typeof choice === 'object' && 'endpoint' in choice;
}

/** Changes who answers. Where a key is missing it is asked for then: without one this machine goes on to answer. */
async function apply(choice: Choice, { services, settings }: PickerContext): Promise<void> {
	const configuration = vscode.workspace.getConfiguration('glimpse');
	const { Global } = vscode.ConfigurationTarget;
	if (choice === 'local') {
		await configuration.update('engine', 'local', Global);
		return;
	}
	if (!isPlace(choice)) {
		await configuration.update('editorModel', wholeId(choice), Global);
		await configuration.update('engine', 'editor', Global);
		await tickModelStep();
		return;
	}
	const { endpoint, model } = choice;
	if (endpoint.href !== settings.endpoint?.href) {
		const before = settings.endpoint?.href;
		if (glmEndpoints.some(({ href }) => href === before)) await services.memory.update(glmEndpointName, before);
		await configuration.update('endpoint', addressOf(endpoint), Global);
	}
	await changeModel(model);
	if (settings.engine === 'local' || settings.engine === 'editor') await configuration.update('engine', 'auto', Global);
	if (await mayAsk(endpoint, services.keys)) await tickModelStep();
	else await setApiKey(services);
}

/** Asks for the server first, then for a model of it. */
async function anotherServer(context: PickerContext): Promise<Choice | undefined> {
	const known = glmEndpoints.map((endpoint) => ({
		label: serviceAt(endpoint).name ?? endpoint.host,
		description: addressOf(endpoint),
		endpoint,
	}));
	const enter = { label: vscode.l10n.t('Enter an Address…'), alwaysShow: true, endpoint: undefined };
	const picked = await vscode.window.showQuickPick([...known, enter], {
		title: vscode.l10n.t('Another Server'),
		matchOnDescription: true,
	});
	if (!picked) return undefined;
	if (picked.endpoint) return glmModelAt(picked.endpoint, context);
	const endpoint = await enteredEndpoint(context);
	if (!endpoint) return undefined;
	const { services } = context;
	if (!(await mayAsk(endpoint, services.keys)) && !(await setApiKey(services, endpoint))) return undefined;
	return modelAt(endpoint, context);
}

async function glmModelAt(endpoint: URL, { services }: PickerContext): Promise<Choice | undefined> {
	const hasKey = await mayAsk(endpoint, services.keys);
	const glmRows = modelsAt(serviceAt(endpoint)).map((model) => glmRow({ endpoint, model }, hasKey));
	return pickChoice(glmRows, endpoint);
}

/** Asks a server what it offers, and the user which of it. */
async function modelAt(endpoint: URL, context: PickerContext): Promise<Choice | undefined> {
	const enterId = vscode.l10n.t('Enter an ID…');
	try {
		const connection = await connectionTo(endpoint, context);
		const server = await showProgress(vscode.l10n.t('Asking {0} for its models…', endpoint.host), (signal) =>
			offerAt(connection, signal),
		);
		const enter: Row = { label: enterId, alwaysShow: true, choice: () => enteredModel(server.endpoint, context) };
		const offered = pictureModels(server.models).map((model) => offeredRow(server.endpoint, model));
		return await pickChoice([...offered, enter], server.endpoint);
	} catch (error) {
		const message = failureMessage(failureOf(error))?.message;
		if (message === undefined) return undefined;
		return (await showWarning(message, enterId)) === enterId ? enteredModel(endpoint, context) : undefined;
	}
}

async function pickChoice(offered: readonly Row[], { host }: URL): Promise<Choice | undefined> {
	const picked = await vscode.window.showQuickPick(offered, {
		title: vscode.l10n.t('Select Model'),
		placeHolder: vscode.l10n.t('Models at {0}', host),
		matchOnDescription: true,
	});
	return typeof picked?.choice === 'function' ? picked.choice() : picked?.choice;
}

async function enteredModel(endpoint: URL, { settings }: PickerContext): Promise<Choice | undefined> {
	const entered = await vscode.window.showInputBox({
		title: vscode.l10n.t('Select Model'),
		prompt: vscode.l10n.t('ID of any model at {0}', endpoint.host),
		value: knownModels.includes(settings.model) ? '' : settings.model,
		ignoreFocusOut: true,
		validateInput: (value) => (/\s/.test(value.trim()) ? vscode.l10n.t("A model ID can't contain spaces.") : undefined),
	});
	const model = entered?.trim();
	return model ? { endpoint, model } : undefined;
}

/** Asks for the address of a server, and for the consent that one without encryption needs. */
async function enteredEndpoint({ settings }: PickerContext): Promise<URL | undefined> {
	const entered = await vscode.window.showInputBox({
		title: vscode.l10n.t('Another Server'),
		prompt: vscode.l10n.t('Base address of a server with the API of OpenAI'),
		placeHolder: 'http://127.0.0.1:8000/v1',
		ignoreFocusOut: true,
		validateInput: (value) => {
			const failure = failureOfAddress(value, settings.allowedHttpHosts);
			return failure?.kind === 'endpointInvalid' ? failureMessage(failure)?.message : undefined;
		},
	});
	if (!entered?.trim()) return undefined;
	const failure = failureOfAddress(entered, settings.allowedHttpHosts);
	if (failure?.kind !== 'httpNotAllowed') return parseEndpoint(entered, settings.allowedHttpHosts);
	const notice = failureMessage(failure);
	if (!notice?.action || (await showWarning(notice.message, notice.action.label)) !== notice.action.label)
		return undefined;
	await allowHttp(failure.host);
	return parseEndpoint(entered, [...settings.allowedHttpHosts, failure.host]);
}

function failureOfAddress(address: string, allowedHttpHosts: readonly string[]): Failure | undefined {
	try {
		parseEndpoint(address, allowedHttpHosts);
		return undefined;
	} catch (error) {
		return failureOf(error);
	}
}
