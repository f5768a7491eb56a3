import assert from 'node:assert/strict';
import type { GlmServer } from '../support/glmServer.ts';
import { nextTurn, waitForTurn } from '../support/panelDriver.ts';
import { useWindow } from '../support/useWindow.ts';
import type { VscodeWindow } from '../support/window.ts';

const command = 'Glimpse: Describe Image or Video from URL…';

describe('Describe Image or Video from URL', () => {
	let glm: GlmServer;
	let window: VscodeWindow;

	useWindow(
		(opened) => {
			({ glm, window } = opened);
		},
		{ command },
	);

	it('offers the address that was copied', async () => {
		await window.copyText('https://pictures.example.com/copied.jpg');
		await window.runCommand(command);
		await window.inputBox.getByText('The https address of a picture or video').waitFor();
		const next = await nextTurn(window);
		await window.page.keyboard.press('Enter');
		await waitForTurn(window, 'done', next);
		assert.deepEqual(glm.requests.at(-1)?.imageUrls, ['https://pictures.example.com/copied.jpg']);
	});
});
