import * as vscode from 'vscode';

/** The picture that the first steps describe; it ships with the extension. */
export function samplePicture(extension: vscode.Uri): vscode.Uri {
	return vscode.Uri.joinPath(extension, 'media', 'samples', 'chart-sales.png');
}

/** Opens a step of the walkthrough. */
export async function openFirstStep(step: 'altText'): Promise<void> {
	const category = 'glimpse-vision.glimpse#start';
	await vscode.commands.executeCommand('workbench.action.openWalkthrough', { category, step });
}
