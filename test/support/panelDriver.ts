import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { TurnStatus } from '../../src/core/conversation.ts';
import type { HostChannel } from './hostChannel.ts';
import { projectDir } from './places.mjs';
import type { VscodeWindow } from './window.ts';

/** The turns in the panel, oldest first. */
export function turns(window: VscodeWindow): Locator {
	return window.panel.locator('article.turn');
}

/** Waits until a turn has this status, the last one unless told. */
export async function waitForTurn(
	window: VscodeWindow,
	status: TurnStatus,
	turn = turns(window).last(),
): Promise<Locator> {
	await turn.and(window.panel.locator(`[data-status="${status}"]`)).waitFor();
	return turn;
}

/** Right-clicks a picture in the Explorer and chooses Describe Image. */
export async function describeImage(window: VscodeWindow, fileName: string): Promise<void> {
	await window.chooseFor(fileName, 'Describe Image');
}

/** The turn that comes with the next question. */
export async function nextTurn(window: VscodeWindow): Promise<Locator> {
	return turns(window).nth(await turns(window).count());
}

/** Describes a picture from the Explorer; gives its turn once that has the status. */
export async function describeInPanel(window: VscodeWindow, fileName: string, status: TurnStatus): Promise<Locator> {
	const turn = await nextTurn(window);
	await describeImage(window, fileName);
	return waitForTurn(window, status, turn);
}

/** Has pictures described as the Explorer's menu does; gives their turn once it has the status. */
export async function describeFromHost(
	{ window, host }: { readonly window: VscodeWindow; readonly host: HostChannel },
	names: readonly string[],
	status: TurnStatus,
): Promise<Locator> {
	const turn = await nextTurn(window);
	await host.call('describe', ...names);
	return waitForTurn(window, status, turn);
}

/** What is written of a turn's answer so far. */
export async function answerText(turn: Locator): Promise<string> {
	return turn.locator('.answer').innerText();
}

/** Clicks a button of a turn, as a user finds it: by its name. */
export async function press(turn: Locator, name: string): Promise<void> {
	await turn.getByRole('button', { name, exact: true }).click();
}

/** Chooses an entry of the menu under an answer; the last one unless told. */
export async function chooseMore(turn: Locator, name?: string): Promise<void> {
	await turn.locator('.row [aria-haspopup="menu"]').click();
	const entries = turn.getByRole('menu').locator('[role^="menuitem"]');
	await (name === undefined ? entries.last() : entries.filter({ hasText: new RegExp(`^${name}$`) })).click();
}

/** Has what was sent with a question shown, and gives its words. */
export async function whatWasSent(turn: Locator): Promise<string> {
	await chooseMore(turn);
	await turn.locator('.summary').waitFor();
	return turn.locator('.summary').innerText();
}

/** Clicks Stop, in the box under the conversation. */
export async function stop(window: VscodeWindow): Promise<void> {
	await window.panel.getByRole('button', { name: 'Stop', exact: true }).click();
}

/** Chooses what to do with the next question. */
export async function chooseTask(window: VscodeWindow, name: string): Promise<void> {
	await taskButton(window).click();
	await window.panel.getByRole('menuitemcheckbox', { name }).click();
}

/** The button that says what is done with the next question. */
export function taskButton(window: VscodeWindow): Locator {
	return window.panel.getByRole('button', { name: /^What to do: / });
}

/** The button that says who answers next. */
export function answerer(window: VscodeWindow, name: string): Locator {
	return window.panel.getByRole('button', { name: `Answered by: ${name}`, exact: true });
}

/** Asks in the box under the conversation. */
export async function ask(window: VscodeWindow, question: string): Promise<void> {
	await window.panel.locator('#question').fill(question);
	await window.panel.locator('#question').press('Enter');
}

/** Has sample pictures come into the panel as a drop from outside does. */
export async function dropSamples(window: VscodeWindow, ...names: readonly string[]): Promise<void> {
	const files = await Promise.all(
		names.map(async (name) => ({ name, base64: await readFile(join(projectDir, 'media/samples', name), 'base64') })),
	);
	const frame = await window.panelFrame();
	await frame.evaluate((dropped) => {
		const data = new DataTransfer();
		for (const { name, base64 } of dropped) {
			const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
			data.items.add(new File([bytes], name));
		}
		for (const type of ['dragover', 'drop']) {
			// The editor takes what is dragged over a page for itself unless Shift is held.
			const options = { dataTransfer: data, shiftKey: true, bubbles: true, cancelable: true };
			document.body.dispatchEvent(new DragEvent(type, options));
		}
	}, files);
}
