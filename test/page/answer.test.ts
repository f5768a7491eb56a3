import { expect } from '@playwright/test';
import { asked, answered } from '../support/pageConversation.ts';
import { usePanelPage } from '../support/pagePanel.ts';

describe('An answer in the panel', () => {
	const open = usePanelPage();
	it('smoke', async () => {
		const panel = await open({ events: answered('1', '# Hello\n\nWorld') });
		await expect(panel.turn('done').locator('.answer')).toContainText('World');
		await panel.screenshot('smoke.png');
		await panel.button('Copy').click();
		await expect.poll(() => panel.sent).toEqual([{ type: 'useAnswer', turnId: '1', how: 'copy' }]);
	});
});
