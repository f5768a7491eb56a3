import * as vscode from 'vscode';

/** What an input box asks for, with the words that it says about a text that can't be taken. */
interface AskedText {
	readonly options: Pick<vscode.InputBoxOptions, 'title' | 'prompt' | 'password' | 'ignoreFocusOut'>;
	/** The buttons in its title bar, by their names. */
	readonly buttons: readonly (string | undefined)[];
	readonly objection: (text: string) => Promise<string | undefined>;
}

/** Who sits before the editor in a test: reads its messages, and answers what it asks as the test says. */
export interface Person {
	/** The messages and questions so far, in their order. */
	readonly read: readonly string[];
	/** What stands below the questions of dialogs. */
	readonly details: readonly string[];
	/** The texts that were asked for. */
	readonly asked: readonly AskedText[];
	/** The lists to choose from, with what stands in a row. */
	readonly lists: readonly (readonly vscode.QuickPickItem[])[];
	/** The addresses that were to be opened outside of the editor. */
	readonly opened: readonly string[];
	/** Presses the button of this name wherever it comes up; without it all messages are closed. */
	press(button: string): void;
	/** Enters this where a text is asked for next. */
	enter(text: string): void;
	/** Chooses the row of this name in the next list. */
	choose(label: string): void;
	/** Settles with the next message, once there is one. */
	nextMessage(): Promise<string>;
}

function isDialog(options: unknown): options is { readonly detail: string } {
	return typeof options === 'object' && options !== null && 'detail' in options;
}

/**
 * For a `describe`: the editor's messages, input boxes and lists come to the test in place of the window, which nobody can
 * reach from here. The extension and the modules that a test bundles share them.
 */
export function usePerson(): Person {
	const {
		showInformationMessage,
		showWarningMessage,
		showErrorMessage,
		showInputBox,
		createInputBox,
		showQuickPick,
		createQuickPick,
	} = vscode.window;
	const { openExternal } = vscode.env;
	const read: string[] = [];
	const details: string[] = [];
	const asked: AskedText[] = [];
	const lists: (readonly vscode.QuickPickItem[])[] = [];
	const opened: string[] = [];
	const buttons = new Set<string>();
	const texts: string[] = [];
	const choices: string[] = [];
	const waiting: ((message: string) => void)[] = [];

	const show = (message: string, ...rest: readonly unknown[]): Promise<unknown> => {
		read.push(message);
		const [options] = rest;
		if (isDialog(options)) details.push(options.detail);
		waiting.shift()?.(message);
		return Promise.resolve(rest.find((button) => typeof button === 'string' && buttons.has(button)));
	};

	/** An input box with buttons: once it is shown, those that the test presses are, and then the text is entered or the box closed. */
	const createBox = (): vscode.InputBox => {
		const [accepted, hidden] = [new vscode.EventEmitter<void>(), new vscode.EventEmitter<void>()];
		const changed = new vscode.EventEmitter<string>();
		const triggered = new vscode.EventEmitter<vscode.QuickInputButton>();
		const options: AskedText['options'] = {};
		const box = {
			...options,
			value: '',
			buttons: [] as readonly vscode.QuickInputButton[],
			validationMessage: undefined as string | undefined,
			onDidAccept: accepted.event,
			onDidHide: hidden.event,
			onDidChangeValue: changed.event,
			onDidTriggerButton: triggered.event,
			show: () => {
				const objection = async (text: string): Promise<string | undefined> => {
					box.value = text;
					changed.fire(text);
					return box.validationMessage;
				};
				asked.push({ options: box, buttons: box.buttons.map(({ tooltip }) => tooltip), objection });
				for (const button of box.buttons) if (buttons.has(button.tooltip ?? '')) triggered.fire(button);
				const text = texts.shift();
				if (text !== undefined) {
					void objection(text);
					accepted.fire();
				}
				hidden.fire();
			},
			dispose: () => undefined,
		};
		return box as unknown as vscode.InputBox;
	};

	/** A list that is filled while it is open: the test chooses as soon as the row is there, or closes it once no more come. */
	const createList = (): vscode.QuickPick<vscode.QuickPickItem> => {
		const [accepted, hidden] = [new vscode.EventEmitter<void>(), new vscode.EventEmitter<void>()];
		let items: readonly vscode.QuickPickItem[] = [];
		const list = {
			selectedItems: [] as readonly vscode.QuickPickItem[],
			activeItems: [] as readonly vscode.QuickPickItem[],
			onDidAccept: accepted.event,
			onDidHide: hidden.event,
			get items() {
				return items;
			},
			set items(given) {
				items = given;
				lists.push(given);
				const found = given.find((item) => item.label === choices[0]);
				if (!found) return;
				choices.shift();
				list.selectedItems = [found];
				accepted.fire();
			},
			set busy(isBusy: boolean) {
				if (isBusy || list.selectedItems.length > 0) return;
				choices.shift();
				hidden.fire();
			},
			show: () => undefined,
			dispose: () => undefined,
		};
		return list as unknown as vscode.QuickPick<vscode.QuickPickItem>;
	};

	before(() => {
		Object.assign(vscode.window, {
			createQuickPick: createList,
			showInformationMessage: show,
			showWarningMessage: show,
			showErrorMessage: show,
			showInputBox: async (options: vscode.InputBoxOptions = {}) => {
				const objection = async (text: string): Promise<string | undefined> => {
					const said = await options.validateInput?.(text);
					return typeof said === 'string' ? said : said?.message;
				};
				asked.push({ options, buttons: [], objection });
				const text = texts.shift();
				// The box keeps a text that can't be taken; then it is closed.
				return text === undefined || (await objection(text)) !== undefined ? undefined : text;
			},
			createInputBox: createBox,
			showQuickPick: async (given: readonly vscode.QuickPickItem[] | Thenable<readonly vscode.QuickPickItem[]>) => {
				const items = await given;
				lists.push(items);
				const label = choices.shift();
				return items.find((item) => item.label === label);
			},
		});
		Object.assign(vscode.env, {
			openExternal: async (address: vscode.Uri) => opened.push(address.toString()) > 0,
		});
	});
	beforeEach(() => {
		for (const list of [read, details, asked, lists, opened, texts, choices, waiting]) list.length = 0;
		buttons.clear();
	});
	after(() => {
		Object.assign(vscode.window, {
			showInformationMessage,
			showWarningMessage,
			showErrorMessage,
			showInputBox,
			createInputBox,
			showQuickPick,
			createQuickPick,
		});
		Object.assign(vscode.env, { openExternal });
	});

	return {
		read,
		details,
		asked,
		lists,
		opened,
		press: (button) => void buttons.add(button),
		enter: (text) => void texts.push(text),
		choose: (label) => void choices.push(label),
		nextMessage: () => new Promise((resolve) => void waiting.push(resolve)),
	};
}
