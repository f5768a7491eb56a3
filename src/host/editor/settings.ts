import * as vscode from 'vscode';
import { parseEndpoint } from '../../core/endpoint.ts';
import { FailureError } from '../../core/failure.ts';
import { languageFrom } from '../../core/language.ts';
import type { RequestOptions } from '../../core/glm/request.ts';
import type { ProxySettings } from '../../engines/glm/undiciTransport.ts';

/** The settings that a request depends on, as they were when it began. */
export interface Settings {
	readonly engine: 'auto' | 'glm' | 'editor' | 'local';
	/** The id of the editor's model that answers, alone or behind its vendor's name and a slash; empty if none was chosen. */
	readonly editorModel: string;
	/** The address as the user wrote it; see `endpointOf`. */
	readonly endpoint: string;
	/** Private hosts to which plain http was agreed. */
	readonly allowedHttpHosts: readonly string[];
	/** `auto`, or a language by its name. */
	readonly language: string;
	/** Seconds. */
	readonly idleTimeout: number;
	/** The number of tries after the first one. */
	readonly maxRetries: number;
	/** The user's own words in place of a task's, by its id. */
	readonly prompts: Readonly<Record<string, string>>;
	readonly request: Omit<RequestOptions, 'requestId'>;
	readonly proxy: ProxySettings;
}

/** The settings that decide who answers, as far as they can be read: the picker mends those that can't. */
export interface AnswererSettings extends Pick<Settings, 'engine' | 'editorModel' | 'allowedHttpHosts' | 'proxy'> {
	/** Undefined if the setting is no address that may be asked. */
	readonly endpoint: URL | undefined;
	readonly model: string;
}

/**
 * Reads the settings. The scopes and restrictions in the manifest keep a workspace from deciding what it may not.
 * @throws FailureError `settingOutOfRange` or `languageInvalid`
 */
export function readSettings(): Settings {
	const glimpse = vscode.workspace.getConfiguration('glimpse');
	return {
		engine: oneOf('engine', glimpse.get('engine'), engines),
		editorModel: editorModelIn(glimpse),
		endpoint: glimpse.get('endpoint', ''),
		allowedHttpHosts: httpHostsIn(glimpse),
		language: settingsLanguage() ?? 'auto',
		idleTimeout: numberIn('idleTimeout', glimpse.get('idleTimeout'), { from: 1, to: 3600 }) ?? 300,
		maxRetries: Math.round(numberIn('maxRetries', glimpse.get('maxRetries'), { from: 0, to: 10 }) ?? 3),
		prompts: stringsIn(glimpse.get('prompts')),
		request: {
			model: modelIn(glimpse),
			stream: glimpse.get('stream', true),
			temperature: numberIn('temperature', glimpse.get('temperature'), { from: 0, to: 1 }),
			topP: numberIn('topP', glimpse.get('topP'), { from: 0, to: 1 }),
			maxTokens: numberIn('maxTokens', glimpse.get('maxTokens'), { from: 1, to: 1_000_000 }),
			doSample: glimpse.get<boolean | null>('doSample') ?? undefined,
			userId: userId(glimpse.get('userId', '')),
			imageEncoding: oneOf('imageEncoding', glimpse.get('imageEncoding'), ['auto', 'base64', 'dataUri']),
		},
		proxy: proxySettings(),
	};
}

/** Reads the settings that decide who answers. */
export function readAnswererSettings(): AnswererSettings {
	const glimpse = vscode.workspace.getConfiguration('glimpse');
	const allowed = httpHostsIn(glimpse);
	let endpoint: URL | undefined;
	try {
		endpoint = parseEndpoint(glimpse.get('endpoint', ''), allowed);
	} catch {
		// The picker leads to another one.
	}
	const engine = engines.find((each) => each === glimpse.get('engine')) ?? 'auto';
	return {
		engine,
		editorModel: editorModelIn(glimpse),
		endpoint,
		model: modelIn(glimpse),
		allowedHttpHosts: allowed,
		proxy: proxySettings(),
	};
}

const engines = ['auto', 'glm', 'editor', 'local'] as const;

function modelIn(glimpse: vscode.WorkspaceConfiguration): string {
	return glimpse.get('model', '').trim();
}

function editorModelIn(glimpse: vscode.WorkspaceConfiguration): string {
	return glimpse.get('editorModel', '').trim();
}

function httpHostsIn(glimpse: vscode.WorkspaceConfiguration): readonly string[] {
	return Object.values(stringsIn(glimpse.get('allowedHttpHosts')));
}

function proxySettings(): ProxySettings {
	const http = vscode.workspace.getConfiguration('http');
	return {
		proxy: http.get('proxy') ?? '',
		noProxy: http.get<readonly string[]>('noProxy') ?? [],
		proxyAuthorization: http.get<string | null>('proxyAuthorization') ?? undefined,
		strictSsl: http.get('proxyStrictSSL', true),
		useProxy: http.get('proxySupport') !== 'off',
	};
}

/**
 * Returns the base URL of the service.
 * @throws FailureError `endpointInvalid` or `httpNotAllowed`
 */
export function endpointOf({ endpoint, allowedHttpHosts }: Pick<Settings, 'endpoint' | 'allowedHttpHosts'>): URL {
	return parseEndpoint(endpoint, allowedHttpHosts);
}

/**
 * Reads the language that `glimpse.language` names, in words for a prompt; undefined for `auto`.
 * @throws FailureError `languageInvalid`
 */
export function settingsLanguage(): string | undefined {
	const value = vscode.workspace.getConfiguration('glimpse').get<unknown>('language');
	const written = typeof value === 'string' ? value.trim() : '';
	if (written === '' || written === 'auto') return undefined;
	const language = languageFrom(written);
	if (language === undefined) throw new FailureError({ kind: 'languageInvalid', language: written });
	return language;
}

/**
 * Reads the glob patterns of pictures that never leave the machine, for a file: all of them, wherever they are set. A
 * workspace, even a trusted one, may only add to the user's own, and so may the settings of a remote machine.
 */
export function excludePatterns(file: vscode.Uri | undefined): readonly string[] {
	const setting = vscode.workspace.getConfiguration('glimpse', file).inspect<unknown>('exclude') ?? {};
	// The editor returns the user's settings of this machine and of the remote one apart, though its types don't say so.
	const values = Object.entries(setting).filter(
		([scope]) => scope.endsWith('Value') && (vscode.workspace.isTrusted || !scope.startsWith('workspace')),
	);
	return [...new Set(values.flatMap(([, patterns]) => Object.values(stringsIn(patterns))))];
}

/** Tells whether past conversations are kept. The user decides; a workspace can only turn it off. */
export function isHistoryKept(): boolean {
	const { defaultValue, globalValue, ...others } =
		vscode.workspace.getConfiguration('glimpse').inspect<boolean>('history.enabled') ?? {};
	const isOff = Object.entries(others).some(([scope, value]) => scope.endsWith('Value') && value === false);
	return (globalValue ?? defaultValue ?? true) && !isOff;
}

/** Returns the language to name in a prompt, in English; undefined when the question's own language decides. */
export function answerLanguage(settings: Settings, task: string): string | undefined {
	// The prompt of an alt text names the document's language.
	if (task === 'altText') return undefined;
	if (settings.language !== 'auto' && task !== 'extractText') return settings.language;
	// Text is extracted in its own language.
	if (task === 'ask' || task === 'extractText') return undefined;
	return new Intl.DisplayNames('en', { type: 'language' }).of(vscode.env.language);
}

/** Returns the string values of an object, by their names. */
function stringsIn(value: unknown): Readonly<Record<string, string>> {
	const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
	return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function oneOf<T extends string>(setting: string, value: unknown, allowed: readonly T[]): T {
	const found = allowed.find((candidate) => candidate === value);
	if (found === undefined) throw outOfRange(setting, allowed.join(', '));
	return found;
}

function numberIn(
	setting: string,
	value: unknown,
	{ from, to }: { readonly from: number; readonly to: number },
): number | undefined {
	if (value === null || value === undefined) return undefined;
	if (typeof value !== 'number' || !(value >= from && value <= to)) throw outOfRange(setting, `${from}–${to}`);
	return value;
}

function userId(value: string): string | undefined {
	if (value === '') return undefined;
	if (value.length < 6 || value.length > 128) throw outOfRange('userId', '6–128');
	return value;
}

function outOfRange(setting: string, range: string): FailureError {
	return new FailureError({ kind: 'settingOutOfRange', setting: `glimpse.${setting}`, range });
}

/** Opens the editor's settings at those of Glimpse. */
export async function openSettings(): Promise<void> {
	await vscode.commands.executeCommand('workbench.action.openSettings', '@ext:glimpse-vision.glimpse');
}
