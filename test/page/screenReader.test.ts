import { expect } from '@playwright/test';
import { asked, attached, ended, thought, written } from '../support/pageConversation.ts';
import { usePanelPage, type PanelPage } from '../support/pagePanel.ts';

/** What a screen reader finds in a part of the page, in its order: a line each, a role and a name. */
async function found(panel: PanelPage, part: string): Promise<string> {
	return panel.page.locator(part).ariaSnapshot();
}

function lines(text: string): string {
	const [first = ''] = /^\t+/.exec(text.replace(/^\n/, '')) ?? [];
	return text
		.trim()
		.split('\n')
		.map((line) => line.replace(first, ''))
		.join('\n');
}

/** From a picture to a question about a part of it, as it is read out. */
describe('What a screen reader reads', () => {
	const open = usePanelPage();
	const question = { task: 'explainScreenshot', pictures: ['chart-sales.png'] } as const;
	const answer =
		"A **bar chart**: see `sum`.\n\n```ts\nconst a = 1;\n```\n\n[{'label': 'Bar', 'bbox_2d': [500, 250, 750, 500]}]";

	it('is who answers and what to do, before anything is asked', async () => {
		const panel = await open({ openPicture: 'chart-sales.png' });
		expect(await found(panel, 'main')).toBe(
			lines(`
				- main "Conversation":
				  - heading "Glimpse" [level=1]
				  - heading "What is in the picture?" [level=2]
				  - list:
				    - listitem:
				      - button "Describe Image chart-sales.png"
				    - listitem:
				      - button "Explain Screenshot from Clipboard Ctrl+Alt+Shift+V"
				    - listitem:
				      - button "Attach… or paste pictures, or drop them here while holding Shift"
				    - listitem:
				      - button "Show How to Write Alt Text Ctrl+."
			`),
		);
	});

	it('is what is attached, the question, and where the pictures go', async () => {
		const panel = await open({ events: [attached('chart-sales.png', 'settings-light.png')] });
		expect(await found(panel, 'form')).toBe(
			lines(`
				- form "Your question":
				  - list "Attached":
				    - listitem "chart-sales.png":
				      - text: chart-sales.png
				      - button "Remove chart-sales.png"
				    - listitem "settings-light.png":
				      - text: settings-light.png
				      - button "Remove settings-light.png"
				  - textbox "Your question":
				    - /placeholder: Ask about the attachments…
				  - button "Attach…"
				  - 'button "What to do: Describe"': Describe
				  - 'button "Answered by: glm-4.6v-flash · 127.0.0.1"': glm-4.6v-flash
				  - button "Describe"
				  - text: 2 pictures go to 127.0.0.1
			`),
		);
	});

	it('is that an answer is on its way, and how to stop it', async () => {
		const panel = await open();
		await panel.apply(...asked('1', question));
		await panel.picturesDrawn();
		await expect(panel.status).toHaveText('Question sent.');
		expect(await found(panel, 'article')).toBe(
			lines(`
				- article "Explain Screenshot":
				  - button "chart-sales.png":
				    - img "chart-sales.png"
				  - heading "Explain Screenshot" [level=2]
				  - button "chart-sales.png"
				  - text: 960×600
				  - button "Edit Question"
				  - paragraph: Waiting for the first words…
			`),
		);
		await expect(panel.button('Stop')).toBeVisible();
	});

	it('is an answer that is complete before it is drawn for the first time', async () => {
		const panel = await open();
		const events = [...asked('1', question), written('1', 'A bar chart.'), ...ended('1')];
		await panel.page.evaluate((all) => {
			for (const event of all) dispatchEvent(new MessageEvent('message', { data: { type: 'event', event } }));
		}, events);
		await expect(panel.status).toHaveText('A bar chart. The answer is complete.');
	});

	it('is the answer in the order in which it stands there, then what can be done with it', async () => {
		const panel = await open();
		await panel.apply(...asked('1', question), thought('1', 'Hm.'), written('1', answer), ...ended('1'));
		await panel.picturesDrawn();
		await expect(panel.status).toHaveText('A bar chart: see sum. A block of code. The answer is complete.');
		expect(await found(panel, 'article')).toBe(
			lines(`
				- article "Explain Screenshot":
				  - 'button "chart-sales.png: A bar chart: see sum."':
				    - 'img "chart-sales.png: A bar chart: see sum."'
				  - heading "Explain Screenshot" [level=2]
				  - button "chart-sales.png"
				  - text: 960×600
				  - button "Edit Question"
				  - group: Thinking
				  - paragraph:
				    - text: A
				    - strong: bar chart
				    - text: ": see"
				    - code: sum
				    - text: .
				  - text: ts
				  - button "Copy Code"
				  - button "Insert Code at Cursor"
				  - button "Open in Editor"
				  - code: const a = 1;
				  - region "Where It Is":
				    - 'img "chart-sales.png: 1 Bar"'
				    - list:
				      - listitem:
				        - button "Bar"
				    - paragraph: "About where: a model is often a little off."
				  - toolbar "Actions for this answer":
				    - button "Copy"
				    - button "Insert at Cursor"
				    - button "Ask Again"
				    - button "More"
				    - text: glm-4.6v-flash
				  - button "Extract Text"
				  - button "UI to Code"
			`),
		);
	});

	it('is a menu, with what is chosen in it', async () => {
		const panel = await open({ events: [...asked('1', question), written('1', 'A chart.'), ...ended('1')] });
		await panel.chooseMore('What Was Sent');
		await panel.button('More').click();
		expect(await found(panel, '.menu')).toBe(
			lines(`
				- menu "More":
				  - menuitem "Copy as Plain Text"
				  - menuitem "Copy as HTML"
				  - separator
				  - menuitem "Open in Editor"
				  - menuitem "Save…"
				  - separator
				  - menuitemcheckbox "Plain Text"
				  - menuitemcheckbox "What Was Sent" [checked]
			`),
		);
	});

	it('is the enlarged picture, and the frame over it', async () => {
		const panel = await open({ events: [...asked('1', question), written('1', 'A chart.'), ...ended('1')] });
		await panel.picturesDrawn();
		await panel.page.locator('button.picture').click();
		await panel.button('Ask About a Part').click();
		expect(await found(panel, 'dialog')).toBe(
			lines(`
				- dialog "chart-sales.png":
				  - banner:
				    - button "Close (Esc)"
				    - heading "chart-sales.png" [level=2]
				    - button "Ask About a Part" [pressed]
				    - button "Copy Picture"
				    - button "Open in Editor"
				    - button "Zoom Out"
				    - button "Zoom In"
				  - 'group "chart-sales.png: + and - zoom, the arrow keys move"':
				    - 'img "chart-sales.png: A chart."'
				    - 'group "The marked part: the arrow keys move it, with Shift they change its size, Enter takes it"'
				  - contentinfo:
				    - paragraph: Drag over the picture, or move the frame with the arrow keys, and ask about that part only.
				    - button "Attach It"
			`),
		);
	});
});
