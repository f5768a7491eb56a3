// From the press of Stop to the close of the connection, against the way from a press to the host and back to the page.
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { type GlmServer, startGlmServer } from '../support/glmServer.ts';
import { describeImage, press, stop, turns, waitForTurn } from '../support/panelDriver.ts';
import { projectDir } from '../support/places.mjs';
import { openWindow } from '../support/openWindow.ts';
import type { VscodeWindow } from '../support/window.ts';
import { median } from './measure.ts';
import { milliseconds, type Table, times } from './table.ts';

const rounds = 10;

declare global {
	interface Window {
		/** When the page saw the last press, and what came of it; in milliseconds since 1970. */
		glimpsePresses: { pressed: number; changed: number };
	}
}

/** Milliseconds of one round. */
interface Round {
	/** From Ask Again to the page's turn that shows it. */
	readonly roundTrip: number;
	/** From Stop to the close of the connection. */
	readonly closed: number;
	/** From Stop to the page's turn that shows it. */
	readonly shown: number;
}

export async function measureStop(): Promise<Table> {
	const glm = await startGlmServer();
	let window: VscodeWindow | undefined;
	try {
		window = await openWindow({
			extension: projectDir,
			workspace: join(projectDir, 'media/samples'),
			settings: { 'glimpse.endpoint': glm.endpoint },
		});
		await window.waitForExtension();
		await describeImage(window, 'settings-light.png');
		await waitForTurn(window, 'done');
		const frame = await window.panelFrame();
		await frame.evaluate(watchPresses);
		const measured: Round[] = [];
		for (let round = 0; round <= rounds; round++) {
			const result = await askAndStop({ glm, window, frame });
			if (round > 0) measured.push(result);
		}
		const of = (name: keyof Round): number => median(measured.map((result) => result[name]));
		const list = measured.map(({ closed }) => closed.toFixed(0)).join(', ');
		return {
			title: `Stop, pressed ${rounds} times in a window`,
			rows: [
				{
					what: 'press to closed connection ÷ press to host to page',
					value: times(of('closed') / of('roundTrip')),
					raw: `${milliseconds(of('closed'))} (${list}), ${milliseconds(of('roundTrip'))}`,
				},
				{
					what: 'press to "Stopped." ÷ press to host to page',
					value: times(of('shown') / of('roundTrip')),
					raw: `${milliseconds(of('shown'))}, ${milliseconds(of('roundTrip'))}`,
				},
			],
		};
	} finally {
		await window?.close();
		await glm.stop();
	}
}

async function askAndStop({
	glm,
	window: vscode,
	frame,
}: {
	readonly glm: GlmServer;
	readonly window: VscodeWindow;
	readonly frame: Frame;
}): Promise<Round> {
	const turn = turns(vscode).last();
	const sinceThePress = async (): Promise<number> => {
		await frame.waitForFunction(() => window.glimpsePresses.changed > 0);
		return frame.evaluate(() => window.glimpsePresses.changed - window.glimpsePresses.pressed);
	};

	const held = glm.script({ kind: 'hold' });
	await press(turn, 'Ask Again');
	const roundTrip = await sinceThePress();
	await held.held;
	const { closed } = await held.request;
	await waitForTurn(vscode, 'streaming', turn);

	await stop(vscode);
	const closedAt = await closed;
	const shown = await sinceThePress();
	const pressed = await frame.evaluate(() => window.glimpsePresses.pressed);
	await waitForTurn(vscode, 'stopped', turn);
	held.release();
	return { roundTrip, closed: closedAt - pressed, shown };
}

/** Runs in the panel's page. */
function watchPresses(): void {
	window.glimpsePresses = { pressed: 0, changed: 0 };
	window.addEventListener('click', () => (window.glimpsePresses = { pressed: Date.now(), changed: 0 }), {
		capture: true,
	});
	new MutationObserver(() => {
		// A turn says with each event how it stands; the first one after the press is the answer to it.
		window.glimpsePresses.changed ||= Date.now();
	}).observe(document.body, { subtree: true, attributeFilter: ['data-status'] });
}
