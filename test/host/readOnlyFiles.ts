import * as vscode from 'vscode';

/** A file system of another extension in which nothing can be written. */
export abstract class ReadOnlyFiles implements vscode.FileSystemProvider {
	readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

	abstract stat(uri: vscode.Uri): vscode.FileStat;
	abstract readFile(uri: vscode.Uri): Uint8Array | Promise<Uint8Array>;

	watch(): vscode.Disposable {
		return new vscode.Disposable(() => undefined);
	}

	readDirectory(): [string, vscode.FileType][] {
		return [];
	}

	createDirectory = readOnly;
	writeFile = readOnly;
	delete = readOnly;
	rename = readOnly;
}

function readOnly(): never {
	throw vscode.FileSystemError.NoPermissions();
}
