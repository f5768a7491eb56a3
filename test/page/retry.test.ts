import { expect } from '@playwright/test';
import { asked, written } from '../support/pageConversation.ts';
import { usePanelPage } from '../support/pagePanel.ts';

const start = Date.UTC(2026, 0, 1);

describe('A question that is sent again', () => {
	const open = usePanelPage();

	for (const [reason, words] of [
		['busy', 'The service is busy.'],
		['serviceBroken', 'The service has a problem.'],
		['unreachable', 'The service could not be reached.'],
	] as const) {
		it(`has its seconds counted down, and is announced once: ${words}`, async () => {
			const panel = await open({
				events: asked('1'),
				beforeLoad: async ({ clock }) => clock.install({ time: start }),
			});
			await panel.page.clock.pauseAt(start + 60_000);
			const note = panel.turn('waiting').locator('.note');
			const until = start + 63_500;
			await panel.apply({ kind: 'part', turnId: '1', part: { kind: 'waiting', until, attempt: 1, reason } });
			// A second of the page's own timer, and the frame in which it draws.
			const frame = 20;
			await panel.page.clock.runFor(frame);
			for (const seconds of [4, 3, 2, 1]) {
				await expect(note).toHaveText(`${words} Next try in ${seconds} s.`);
				await expect(panel.status).toHaveText(`${words} Next try in 4 s.`);
				await panel.page.clock.runFor(1000 + frame);
			}
			await expect(note).toHaveText('Waiting for the first words…');
			await panel.apply(written('1', 'It shows a dialog.'));
			await panel.page.clock.runFor(frame);
			await expect(panel.turn('streaming').locator('.note')).toBeEmpty();
			await expect(panel.status).toHaveText('The answer has begun.');
		});
	}

	it('need not be waited for: it is sent now, or to another model', async () => {
		const panel = await open({ events: asked('1') });
		const until = Date.now() + 600_000;
		await panel.apply({ kind: 'part', turnId: '1', part: { kind: 'waiting', until, attempt: 1, reason: 'busy' } });
		await panel.button('Now').click();
		await panel.button('Other Model').click();
		await expect
			.poll(() => panel.sent)
			.toEqual([
				{ type: 'act', turnId: '1', action: 'askAgain' },
				{ type: 'act', turnId: '1', action: 'selectModel' },
			]);
		await panel.apply(written('1', 'It'));
		await expect(panel.button('Now')).toBeHidden();
	});
});
