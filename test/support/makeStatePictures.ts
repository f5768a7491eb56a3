// Takes a picture of each state of the panel from real windows, in each theme and language and in two widths, into
// test-output/states/: `npm run states`, or of some languages or themes `npm run states -- ja "Dark Modern"`. For the eyes: what can be asserted of them is in test/page/.
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dragEdge } from './dragEdge.ts';
import { startGlmServer } from './glmServer.ts';
import { openWindow } from './openWindow.ts';
import { richAnswer } from './pageAnswers.ts';
import { turns, waitForTurn } from './panelDriver.ts';
import { projectDir } from './places.mjs';
import { readTheme, themes, type Theme } from './themes.ts';
import { outputDir, type VscodeWindow } from './window.ts';

const languages = ['en', 'zh-cn', 'ja'] as const;
const widths = [300, 420] as const;

const places = `A chart with two bars for each quarter.

[{'label': 'Q3', 'bbox_2d': [480, 180, 690, 860]}, {'label': 'Legend', 'bbox_2d': [380, 920, 640, 980]}]`;

const folder = join(outputDir, 'states');
await mkdir(folder, { recursive: true });
const scratch = await mkdtemp(join(tmpdir(), 'glimpse-states-'));
const glm = await startGlmServer();
try {
	const workspace = join(scratch, 'samples');
	await cp(join(projectDir, 'media/samples'), workspace, { recursive: true });
	const wanted = new Set(process.argv.slice(2));
	for (const language of languages) {
		for (const theme of themes) {
			if (wanted.size === 0 || wanted.has(language) || wanted.has(theme)) await takeAll(workspace, language, theme);
		}
	}
} finally {
	await glm.stop();
	await rm(scratch, { recursive: true, force: true });
}

async function takeAll(workspace: string, language: (typeof languages)[number], theme: Theme): Promise<void> {
	const window = await openWindow({
		extension: projectDir,
		workspace,
		settings: {
			'workbench.colorTheme': readTheme(theme).body['data-vscode-theme-id'],
			'workbench.startupEditor': 'none',
			'glimpse.endpoint': glm.endpoint,
			'glimpse.history.enabled': false,
			'glimpse.maxRetries': 1,
		},
		...(language !== 'en' && { locale: language }),
	});
	const { panel } = window;
	const question = panel.locator('#question');
	const take = async (state: string): Promise<void> => {
		for (const width of widths) {
			await widen(window, width);
			// What is fading in or scrolling comes to rest.
			await window.page.waitForTimeout(500);
			const name = `${state}-${language}-${theme.replaceAll(' ', '-')}-${width}.png`;
			const part = window.page.locator('.part.auxiliarybar');
			await part.screenshot({ path: join(folder, name), animations: 'disabled', caret: 'hide' });
		}
	};
	const ask = async (words: string): Promise<void> => {
		await question.fill(words);
		await question.press('Enter');
	};
	try {
		await window.waitForExtension();
		await window.runCommand('Glimpse: Focus on Glimpse View');
		await panel.locator('.empty').waitFor();
		await window.openFile('chart-sales.png');
		await panel.locator('button.offer', { hasText: 'chart-sales.png' }).waitFor();
		await take('empty');

		const held = glm.script({ kind: 'hold' });
		await question.press('Enter');
		await waitForTurn(window, 'streaming');
		await question.fill('And which quarter fell?');
		await take('streaming');
		await question.fill('');
		held.release();
		await waitForTurn(window, 'done');

		glm.script({ kind: 'text', text: richAnswer });
		await ask('What stands out?');
		await waitForTurn(window, 'done', turns(window).nth(1));
		await turns(window).nth(1).locator('.row .tool').last().click();
		await take('answered');
		await window.page.keyboard.press('Escape');

		glm.script({ kind: 'text', text: places });
		await ask('Where is it?');
		await waitForTurn(window, 'done', turns(window).nth(2));
		await take('boxes');

		glm.script({ kind: 'error', error: '1113' });
		await ask('And why?');
		await waitForTurn(window, 'failed', turns(window).nth(3));
		await take('failed');

		await panel.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight / 2));
		await take('long');

		await window.openFile('dialog-light.png');
		await panel.locator('button.offer', { hasText: 'dialog-light.png' }).click();
		await panel.locator('.attachments li').waitFor();
		await question.fill('Which of these screens shows an error? List all messages, and say which one to fix first.');
		await take('attachments');

		await panel.locator('button.picture').first().click();
		await take('enlarged');
		await panel.locator('.viewer header .tool').nth(1).click();
		await take('part');
		console.log(`${language}, ${theme}`);
	} finally {
		await window.close();
	}
}

/** Gives the panel a width, by the edge of its side bar. */
async function widen(window: VscodeWindow, width: number): Promise<void> {
	const of = '.part.auxiliarybar';
	const box = await window.page.locator(of).boundingBox();
	if (box) await dragEdge(window, { of, edge: 'left', by: box.width - width });
}
