import * as vscode from 'vscode';
import { receiverOf } from '../../core/answerer.ts';
import { ToolRefusal } from '../../core/tools/toolInput.ts';
import type { Recipient, ToolServices } from './tool.ts';

/**
 * Returns who would get the pictures of a question asked now; undefined for this machine.
 * @throws ToolRefusal in an untrusted workspace, where nothing leaves this machine; FailureError where the settings name nobody
 */
export async function recipientNow({ describer }: Pick<ToolServices, 'describer'>): Promise<Recipient | undefined> {
	const answerer = await describer.configuredAnswerer();
	if (answerer.engine === 'local') return undefined;
	if (!vscode.workspace.isTrusted) {
		throw new ToolRefusal(
			'The workspace is not trusted, so no picture is sent from it. The user can trust it with the command “Workspaces: Manage Workspace Trust”; glimpse_readText reads text on this machine.',
		);
	}
	return { host: receiverOf(answerer), model: answerer.model };
}
