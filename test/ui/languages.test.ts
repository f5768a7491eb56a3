import assert from 'node:assert/strict';
import { join } from 'node:path';
import { startGlmServer, type GlmServer } from '../support/glmServer.ts';
import { overflowing } from '../support/panelChecks.ts';
import { dropSamples, turns, waitForTurn } from '../support/panelDriver.ts';
import { projectDir } from '../support/places.mjs';
import { inAllThemes } from '../support/themes.ts';
import { openWindow, outputDir, type VscodeWindow } from '../support/window.ts';

/** What is read on the way from the menu to an answer and to a failure. */
interface Reading {
	readonly menu: string;
	readonly answerer: RegExp;
	readonly summary: RegExp;
	readonly copy: string;
	readonly failure: string;
	readonly button: string;
	readonly local: RegExp;
	readonly newConversation: string;
}

const readings: Readonly<Record<string, Reading>> = {
	'zh-cn': {
		menu: '描述图片',
		answerer: /^回答者：glm-4\.6v-flash/,
		summary: /[\d,]+ token（输入 [\d,]+，输出 \d+）$/,
		copy: '复制',
		failure: '没有余额。请充值后再次提问。',
		button: '打开账单页面',
		local: /^没有模型看过这张图片。 本机识别了其中的文字/,
		newConversation: '新建对话',
	},
	ja: {
		menu: '画像を説明',
		answerer: /^回答者: glm-4\.6v-flash/,
		summary: /[\d,]+ トークン（入力 [\d,]+、出力 \d+）$/,
		copy: 'コピー',
		failure: '残高がありません。チャージしてから、もう一度質問してください。',
		button: '請求ページを開く',
		local: /^この画像はどのモデルも見ていません。 このコンピューターが/,
		newConversation: '新しい会話',
	},
};

for (const [locale, reading] of Object.entries(readings)) {
	describe(`In the language ${locale}`, () => {
		let glm: GlmServer;
		let window: VscodeWindow;

		before(async () => {
			glm = await startGlmServer();
			window = await openWindow({
				extension: projectDir,
				workspace: join(projectDir, 'media/samples'),
				settings: { 'glimpse.endpoint': glm.endpoint },
				locale,
			});
			await window.waitForExtension(`Glimpse: ${reading.menu}`);
		});

		afterEach(async function () {
			await window.keepEvidence(this.currentTest);
		});

		after(async () => {
			await window?.close();
			await glm?.stop();
		});

		async function describeOneMore(fileName: string): Promise<void> {
			await window.rightClick(fileName);
			await window.chooseMenuItem(reading.menu);
		}

		it('the menu leads to a panel that speaks it', async () => {
			await describeOneMore('settings-light.png');
			const turn = await waitForTurn(window, 'done');
			assert.match(await window.panel.locator('.answerer').innerText(), reading.answerer);
			assert.match(await turn.locator('.summary').innerText(), reading.summary);
			await turn.getByRole('button', { name: reading.copy, exact: true }).waitFor();
			assert.equal(await window.panel.locator('html').getAttribute('lang'), locale);
			await window.screenshot(join(outputDir, `language-${locale}-answer.png`));
		});

		it('a failure says in it what to do', async () => {
			glm.script({ kind: 'error', error: '1113' });
			await describeOneMore('dialog-light.png');
			const turn = await waitForTurn(window, 'failed', turns(window).nth(1));
			const failure = await turn.locator('.failure').innerText();
			assert.ok(failure.endsWith(reading.failure), failure);
			await turn.getByRole('button', { name: reading.button, exact: true }).waitFor();
			await window.screenshot(join(outputDir, `language-${locale}-failure.png`));
		});

		it("this machine's own answer is written in it", async () => {
			await window.panel.locator('.foot .link').last().click();
			await describeOneMore('dialog-chinese.png');
			const turn = await waitForTurn(window, 'done', turns(window).nth(2));
			assert.match(await turn.locator('.answer').innerText(), reading.local);
		});

		it('nothing sticks out or is cut off in any theme', async () => {
			await dropSamples(window, 'settings-light.png', 'chart-sales.png');
			await window.panel.locator('.attachments li').nth(1).waitFor();
			await inAllThemes(window, async (theme) => {
				const name = `panel-${locale}-${theme.replaceAll(' ', '-')}`;
				await turns(window).nth(1).locator('.failure').scrollIntoViewIfNeeded();
				assert.deepEqual(await overflowing(window), [], theme);
				await window.screenshot(join(outputDir, `${name}.png`));
			});
			await window.runCommand(`Glimpse: ${reading.newConversation}`);
			await window.panel.locator('.empty').waitFor();
			assert.deepEqual(await overflowing(window), []);
			await window.screenshot(join(outputDir, `panel-${locale}-empty.png`));
		});
	});
}
