import * as vscode from 'vscode';
import type { Agreements, Tool, ToolServices } from './tool.ts';

/** The tools by their names in the manifest; each loads with its first call. */
const tools: Readonly<Record<string, () => Promise<Tool>>> = {
	glimpse_describeImage: async () => (await import('./describeImage.ts')).describeImage,
	glimpse_readText: async () => (await import('./readText.ts')).readText,
	glimpse_altText: async () => (await import('./altText.ts')).altText,
	glimpse_describeChange: async () => (await import('./describeChange.ts')).describeChange,
	glimpse_checkAltText: async () => (await import('./checkAltText.ts')).checkAltText,
};

async function load(tool: () => Promise<Tool>) {
	return { calls: await import('./callTool.ts'), tool: await tool() };
}

/** Registers the tools that agents call. */
export function registerTools(services: ToolServices): vscode.Disposable {
	return vscode.Disposable.from(
		...Object.entries(tools).map(([name, loadTool]) => {
			const agreements: Agreements = new Map();
			return vscode.lm.registerTool<unknown>(name, {
				prepareInvocation: async ({ input }, token) => {
					const { calls, tool } = await load(loadTool);
					return calls.prepareCall({ input, tool, services, agreements }, token);
				},
				invoke: async (options, token) => {
					const { calls, tool } = await load(loadTool);
					return calls.runCall({ options, tool, services, agreements }, token);
				},
			});
		}),
	);
}
