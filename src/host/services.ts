import type * as vscode from 'vscode';
import type { ApiKeys } from './editor/apiKeys.ts';
import type { History } from './conversation/history.ts';
import type { OpenConversation } from './conversation/openConversation.ts';
import type { Batches } from './describer/batches.ts';
import type { Describer } from './describer/describer.ts';
import type { EditorModels } from './describer/editorModels.ts';
import type { FoundModel } from './describer/foundModel.ts';
import type { GlmTransport } from './describer/glmTransport.ts';
import type { Preparer } from './sources/preparer.ts';
import type { Panel } from './panel/panel.ts';

/** The parts of the extension that are made once; `extension.ts` makes them and hands them to commands and alt text. */
export interface Services {
	readonly extensionUri: vscode.Uri;
	/** The extension's version. */
	readonly version: string;
	readonly log: vscode.LogOutputChannel;
	/** The editor's memory for this workspace. */
	readonly memory: vscode.Memento;
	/** The folder of this machine for what is kept of the open workspace; it need not exist. */
	readonly storage: string;
	readonly keys: ApiKeys;
	readonly transport: GlmTransport;
	readonly preparer: Preparer;
	readonly describer: Describer;
	readonly batches: () => Promise<Batches>;
	readonly foundModel: FoundModel;
	readonly editorModels: EditorModels;
	readonly conversation: OpenConversation;
	readonly history: History;
	readonly panel: Panel;
	/** Work outside the panel; `glimpse.stop` aborts it. */
	readonly running: Set<AbortController>;
}
