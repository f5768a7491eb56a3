// From Enter under a further question to the first painted words of an answer that comes at once, against the same way without
// anything of ours.
import { startGlmServer } from '../support/glmServer.ts';
import { describeImage, turns, waitForTurn } from '../support/panelDriver.ts';
import type { VscodeWindow } from '../support/window.ts';
import { frameOfBare, openBesideBare } from './bare.ts';
import { median } from './measure.ts';
import { milliseconds, type Table, times } from './table.ts';

const rounds = 10;

declare global {
	interface Window {
		/** When the page saw Enter, and when it had painted the first words; in milliseconds since 1970. */
		glimpseFollowUp: { pressed: number; painted: number };
	}
}

export async function measureFollowUp(): Promise<Table> {
	const glm = await startGlmServer();
	let vscode: VscodeWindow | undefined;
	try {
		vscode = await openBesideBare(glm.endpoint);
		await describeImage(vscode, 'settings-light.png');
		await waitForTurn(vscode, 'done');
		const frame = await vscode.panelFrame();
		const bareFrame = await frameOfBare(vscode);
		await frame.evaluate(watchFollowUp);
		const ours: { readonly total: number; readonly arrived: number }[] = [];
		const bare: number[] = [];
		for (let round = 0; round <= rounds; round++) {
			await bareFrame.locator('body').click({ position: { x: 5, y: 5 } });
			await vscode.page.keyboard.press('Control+Alt+Shift+KeyQ');
			await bareFrame.waitForFunction(
				(count) => window.glimpseBare.answered === count && window.glimpseBare.painted > 0,
				round + 1,
			);
			const { pressed: start, painted: end } = await bareFrame.evaluate(() => window.glimpseBare);
			await vscode.panel.locator('#question').fill('And what else?');
			await vscode.page.keyboard.press('Enter');
			await waitForTurn(vscode, 'done', turns(vscode).nth(round + 1));
			await frame.waitForFunction(() => window.glimpseFollowUp.painted > 0);
			const { pressed, painted } = await frame.evaluate(() => window.glimpseFollowUp);
			const arrived = glm.requests.at(-1)?.arrived ?? NaN;
			if (round === 0) continue;
			bare.push(end - start);
			ours.push({ total: painted - pressed, arrived: arrived - pressed });
		}
		const total = median(ours.map((each) => each.total));
		const arrived = median(ours.map((each) => each.arrived));
		const bareTotal = median(bare);
		const row = (what: string, time: number) => ({ what, value: times(time / bareTotal), raw: milliseconds(time) });
		return {
			title: `From Enter under a further question to the first painted words, with a service that answers at once, ${rounds} times`,
			rows: [
				{
					what: 'all of it ÷ the same way without anything of ours, and without the picture',
					value: times(total / bareTotal),
					raw: `${milliseconds(total)}, ${milliseconds(bareTotal)}`,
				},
				row('to the first byte of the request', arrived),
				row('from there to the first painted words', total - arrived),
			],
		};
	} finally {
		await vscode?.close();
		await glm.stop();
	}
}

/** Runs in the panel's page. */
function watchFollowUp(): void {
	window.glimpseFollowUp = { pressed: 0, painted: 0 };
	let before = 0;
	const count = (): number => document.querySelectorAll('article.turn').length;
	window.addEventListener(
		'keydown',
		({ key }) => {
			if (key !== 'Enter') return;
			before = count();
			window.glimpseFollowUp = { pressed: Date.now(), painted: 0 };
		},
		{ capture: true },
	);
	new MutationObserver(() => {
		const { pressed, painted } = window.glimpseFollowUp;
		const answer = [...document.querySelectorAll('article.turn .answer')].at(-1);
		if (pressed === 0 || painted > 0 || count() === before || !answer?.textContent?.trim()) return;
		requestAnimationFrame(() => {
			window.glimpseFollowUp.painted ||= Date.now();
		});
	}).observe(document.body, { subtree: true, childList: true, characterData: true });
}
