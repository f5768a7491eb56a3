import type { Locator } from 'playwright-core';
import type { TurnStatus } from '../../src/core/conversation.ts';
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
	await window.rightClick(fileName);
	await window.chooseMenuItem('Describe Image');
}

/** What is written of a turn's answer so far. */
export async function answerText(turn: Locator): Promise<string> {
	return turn.locator('.answer').innerText();
}

/** Clicks a button of a turn, as a user finds it: by its name. */
export async function press(turn: Locator, name: string): Promise<void> {
	await turn.getByRole('button', { name, exact: true }).click();
}

/** Asks in the box under the conversation. */
export async function ask(window: VscodeWindow, question: string): Promise<void> {
	await window.panel.locator('#question').fill(question);
	await window.panel.locator('#question').press('Enter');
}
