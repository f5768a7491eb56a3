import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { TurnStatus } from '../../src/core/conversation.ts';
import { nextTurn, waitForTurn, whatWasSent } from '../support/panelDriver.ts';
import { sample, useOwnWindow } from '../support/sharedWindows.ts';
import { outputDir } from '../support/window.ts';

/** What is read on the way from the menu to an answer and to a failure. */
interface Reading {
	readonly menu: string;
	readonly answerer: RegExp;
	readonly summary: RegExp;
	readonly copy: string;
	readonly failure: string;
	readonly button: string;
	readonly local: RegExp;
	readonly thisMachine: string;
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
		thisMachine: '仅本机',
	},
	ja: {
		menu: '画像を説明',
		answerer: /^回答者: glm-4\.6v-flash/,
		summary: /[\d,]+ トークン（入力 [\d,]+、出力 \d+）$/,
		copy: 'コピー',
		failure: '残高がありません。チャージしてから、もう一度質問してください。',
		button: '請求ページを開く',
		local: /^この画像はどのモデルも見ていません。 このコンピューターが/,
		thisMachine: 'このコンピューターのみ',
	},
};

for (const [locale, reading] of Object.entries(readings)) {
	describe(`In the language ${locale}`, () => {
		const names = ['settings-light.png', 'dialog-light.png', 'dialog-chinese.png'];
		const bed = useOwnWindow({ locale }, { files: Object.fromEntries(names.map((name) => [name, sample(name)])) });

		/** Gives the turn once it has the status. */
		async function describeOneMore(fileName: string, status: TurnStatus): Promise<Locator> {
			const { window } = bed;
			const next = await nextTurn(window);
			await window.chooseFor(fileName, reading.menu);
			return waitForTurn(window, status, next);
		}

		it('the menu leads to a panel that speaks it', async () => {
			const { window } = bed;
			const turn = await describeOneMore('settings-light.png', 'done');
			assert.match((await window.panel.locator('.answerer').getAttribute('aria-label')) ?? '', reading.answerer);
			assert.match(await whatWasSent(turn), reading.summary);
			await turn.getByRole('button', { name: reading.copy, exact: true }).waitFor();
			assert.equal(await window.panel.locator('html').getAttribute('lang'), locale);
			await window.screenshot(join(outputDir, `language-${locale}-answer.png`));
		});

		it('a failure says in it what to do', async () => {
			const { glm, window } = bed;
			glm.script({ kind: 'error', error: '1113' });
			const turn = await describeOneMore('dialog-light.png', 'failed');
			const failure = await turn.locator('.failure p').innerText();
			assert.ok(failure.endsWith(reading.failure), failure);
			await turn.getByRole('button', { name: reading.button, exact: true }).waitFor();
			await window.screenshot(join(outputDir, `language-${locale}-failure.png`));
		});

		it("this machine's own answer is written in it", async () => {
			const { window } = bed;
			// What is chosen from the list becomes settings, and they are put back behind the test.
			await bed.set({ 'glimpse.engine': null, 'glimpse.model': null });
			const answeredByGlm = window.panel.locator('.answerer', { hasText: 'glm-' });
			await answeredByGlm.click();
			await window.choosePick(reading.thisMachine);
			await answeredByGlm.waitFor({ state: 'detached' });
			const turn = await describeOneMore('dialog-chinese.png', 'done');
			assert.match(await turn.locator('.answer').innerText(), reading.local);
			await window.panel.locator('.answerer').click();
			await window.choosePick('glm-4.6v-flash');
			await answeredByGlm.waitFor();
		});
	});
}
