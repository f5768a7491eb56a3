import * as vscode from 'vscode';

/**
 * Asks the user to choose from a list that opens at once: each `steps` yields is all that is known by then. The row under the
 * cursor stays where it is. Returns the chosen row; undefined if the list was closed.
 */
export async function pickFromGrowingList<Row extends vscode.QuickPickItem>(
	steps: AsyncIterable<readonly Row[]>,
	{ title, placeholder }: { readonly title: string; readonly placeholder: string },
): Promise<Row | undefined> {
	const list = vscode.window.createQuickPick<Row>();
	const chosen = Promise.withResolvers<Row | undefined>();
	let isOpen = true;
	list.onDidAccept(() => {
		const [row] = list.selectedItems;
		if (row) chosen.resolve(row);
	});
	list.onDidHide(() => {
		isOpen = false;
		chosen.resolve(undefined);
	});
	Object.assign(list, { title, placeholder, matchOnDescription: true, keepScrollPosition: true, busy: true });
	list.show();
	const fill = async (): Promise<void> => {
		for await (const rows of steps) {
			if (!isOpen) return;
			const [active] = list.activeItems;
			list.items = rows;
			if (active && rows.includes(active)) list.activeItems = [active];
		}
		if (isOpen) list.busy = false;
	};
	try {
		return await Promise.race([chosen.promise, fill().then(() => chosen.promise)]);
	} finally {
		list.dispose();
	}
}
