import assert from 'node:assert/strict';
import { nextTurn, waitForTurn } from '../support/panelDriver.ts';
import { useSharedWindow } from '../support/sharedWindows.ts';

describe('Describe Image or Video from URL', () => {
	const bed = useSharedWindow();

	it('offers the address that was copied', async () => {
		const { glm, window } = bed;
		await window.copyText('https://pictures.example.com/copied.jpg');
		await window.runCommand('Glimpse: Describe Image or Video from URL…');
		await window.inputBox.getByText('The https address of a picture or video').waitFor();
		const next = await nextTurn(window);
		await window.page.keyboard.press('Enter');
		await waitForTurn(window, 'done', next);
		assert.deepEqual(glm.requests.at(-1)?.imageUrls, ['https://pictures.example.com/copied.jpg']);
	});
});
