import * as vscode from 'vscode';
import type { ActionId } from '../../core/conversation.ts';
import { failureOf } from '../../core/failure.ts';
import { codeSpan, labelText, messageText } from '../../core/outsideText.ts';
import { cutText, mostReturned } from '../../core/tools/cutText.ts';
import { ToolRefusal } from '../../core/tools/toolInput.ts';
import { visibleLine } from '../../core/visibleText.ts';
import { signalOf } from '../editor/cancellation.ts';
import { failureMessage } from '../failures/failureMessage.ts';
import type { Agreements, PlannedCall, Tool, ToolServices } from './tool.ts';

/** A tool with what its calls work with. */
interface ToolContext {
	readonly tool: Tool;
	readonly services: ToolServices;
	readonly agreements: Agreements;
}

/** Returns what the user reads and agrees to before a call. */
export async function prepareCall(
	{ input, tool, services, agreements }: ToolContext & { readonly input: unknown },
	token: vscode.CancellationToken,
): Promise<vscode.PreparedToolInvocation> {
	using work = signalOf(token);
	const call = await withSentences(services, () => tool.plan(input, services, work.signal));
	const confirmationMessages = confirmationOf(call);
	keepAgreement(agreements, input, agreementTo(call));
	return {
		invocationMessage: asMarkdown([call.progress(call.places.map(({ name }) => asCode(name)).join(', '))]),
		...(confirmationMessages && { confirmationMessages }),
	};
}

/** Does a call; what goes wrong is thrown as an Error with a sentence that the agent can act on. Stop ends it too. */
export async function runCall(
	{
		options,
		tool,
		services,
		agreements,
	}: ToolContext & { readonly options: vscode.LanguageModelToolInvocationOptions<unknown> },
	token: vscode.CancellationToken,
): Promise<vscode.LanguageModelToolResult> {
	using work = signalOf(token);
	const stop = new AbortController();
	const signal = AbortSignal.any([work.signal, stop.signal]);
	services.running.add(stop);
	try {
		const text = await withSentences(services, async () => {
			const call = await tool.plan(options.input, services, signal);
			const agreement = agreementTo(call);
			if (agreement !== '' && agreements.get(keyOf(options.input)) !== agreement) {
				throw new ToolRefusal(
					'Where a path leads, or who gets the pictures, has changed since the user was asked. Call again.',
				);
			}
			return call.run(signal);
		});
		const fitting = await fitText(text, options.tokenizationOptions, token);
		return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(fitting)]);
	} finally {
		services.running.delete(stop);
	}
}

/** The number of calls whose agreements are kept: a call that was asked about need not follow. */
const mostAgreements = 200;

function keepAgreement(agreements: Agreements, input: unknown, agreement: string): void {
	const key = keyOf(input);
	agreements.delete(key);
	agreements.set(key, agreement);
	const [oldest] = agreements.keys();
	if (oldest !== undefined && agreements.size > mostAgreements) agreements.delete(oldest);
}

function keyOf(input: unknown): string {
	return JSON.stringify(input) ?? '';
}

/** Returns all that the user is asked to agree to, for a comparison; empty where nothing is asked. */
function agreementTo({ places, recipient }: PlannedCall): string {
	const asked = places.filter(({ kind }) => recipient !== undefined || kind !== 'workspace').map(({ name }) => name);
	return recipient || asked.length > 0 ? JSON.stringify([recipient, asked]) : '';
}

async function withSentences<Result>({ log }: ToolServices, work: () => Promise<Result>): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof ToolRefusal) throw new Error(error.message, { cause: error });
		const failure = failureOf(error);
		const shown = failureMessage(failure);
		// The editor tells a cancel by this error, which takes no cause.
		// oxlint-disable-next-line preserve-caught-error -- see above
		if (!shown) throw new vscode.CancellationError();
		log.warn(`A tool was refused or failed: ${failure.kind}: ${shown.message}`);
		if (failure.kind === 'unexpected') log.error(error instanceof Error ? error : String(error));
		const advice = shown.action && adviceFor(shown.action.id);
		throw new Error([messageText(shown.message), advice].filter(Boolean).join(' '), { cause: error });
	}
}

/** Says for an agent what only the user can do. */
function adviceFor(action: ActionId): string | undefined {
	switch (action) {
		case 'setApiKey':
			return 'Only the user can: ask for the command “Glimpse: Set API Key” to be run, then call again.';
		case 'selectModel':
		case 'useModel':
			return 'Only the user can: ask for the command “Glimpse: Select Model” to be run, then call again.';
		case 'openSettings':
			return 'Only the user can change this setting: do not try another way.';
		case 'allowHttp':
		case 'useEndpoint':
		case 'useCodingEndpoint':
			return 'Only the user can: ask for the command “Glimpse: Check Connection” to be run, which leads on.';
		case 'askAgain':
		case 'showLog':
		case 'openBilling':
		case 'sendAnyway':
		case 'sendBeginning':
			return undefined;
	}
}

/** Returns what the user agrees to; undefined where all is in the workspace, and stays on this machine. */
function confirmationOf({ places, recipient }: PlannedCall): vscode.LanguageModelToolConfirmationMessages | undefined {
	const { l10n } = vscode;
	const isAsked = recipient !== undefined || places.some(({ kind }) => kind !== 'workspace');
	if (!isAsked) return undefined;
	const count = places.length;
	const title = recipient
		? count === 1
			? l10n.t('Send 1 picture to {0}?', recipient.host)
			: l10n.t('Send {0} pictures to {1}?', count, recipient.host)
		: places.some(({ kind }) => kind === 'outside')
			? l10n.t('Read files from outside the workspace?')
			: l10n.t('Fetch pictures from the web?');
	const rows = places.map(({ kind, name }) => {
		const shown = asCode(name);
		if (kind === 'workspace') return `- ${shown}`;
		return kind === 'outside'
			? `- ${l10n.t('Outside the workspace: {0}', shown)}`
			: `- ${l10n.t('On the web, at {0}: {1}', asCode(URL.parse(name)?.host ?? ''), shown)}`;
	});
	const end = recipient
		? l10n.t(
				'An agent asks for this. Pictures go to {0} for {1} with its question or the text around them, and the answer to the agent.',
				asCode(recipient.host),
				asCode(recipient.model),
			)
		: l10n.t(
				'An agent asks for this. Glimpse reads on this machine and sends nothing; what it finds goes to the agent.',
			);
	return { title: labelText(title), message: asMarkdown([rows.join('\n'), end]) };
}

/** Returns paragraphs for the editor, which follows no link and runs no command in them. */
function asMarkdown(paragraphs: readonly string[]): vscode.MarkdownString {
	return new vscode.MarkdownString(paragraphs.join('\n\n'));
}

/** Returns a text from outside as code, in which nothing is a link, an icon or HTML. */
function asCode(text: string): string {
	return codeSpan(visibleLine(text).replaceAll('](', '] ('));
}

/** Returns a text within the limits of tools, and of the agent where it says them. */
async function fitText(
	text: string,
	tokens: vscode.LanguageModelToolTokenizationOptions | undefined,
	token: vscode.CancellationToken,
): Promise<string> {
	let fitting = cutText(text, mostReturned);
	if (!tokens) return fitting;
	for (let most = fitting.length; most > 0; most = Math.floor(most / 2)) {
		fitting = cutText(text, most);
		const count = await tokens.countTokens(fitting, token);
		if (count <= tokens.tokenBudget) break;
		most = Math.min(most, Math.ceil((2 * most * tokens.tokenBudget) / count));
	}
	return fitting;
}
