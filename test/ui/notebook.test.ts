import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { questionText } from '../support/altTextRequests.ts';
import { chartPng, codeCell, markdownCell, notebookFile } from '../support/notebookFile.ts';
import { waitForTurn } from '../support/panelDriver.ts';
import { useSharedWindow } from '../support/sharedWindows.ts';

describe('A notebook', () => {
	const bed = useSharedWindow();

	beforeEach(async () => {
		const { host, workspace } = bed;
		const chart = (await chartPng()).toString('base64');
		await writeFile(
			join(workspace, 'sales.ipynb'),
			notebookFile(
				markdownCell('# Sales\n\nThe shop in Kyoto opened in May.'),
				codeCell('api_key = "secret"\nplot(sales)', { 'image/png': chart, 'text/plain': ['<Figure>'] }),
				markdownCell('![](attachment:map.png)', { attachments: { 'map.png': { 'image/png': chart } } }),
			),
		);
		await host.call('openFile', 'sales.ipynb');
	});
	afterEach(async () => {
		await bed.host.call('run', 'workbench.action.revertAndCloseActiveEditor');
	});

	it('has an output described from its own menu', async () => {
		const { glm, window } = bed;
		glm.script({ kind: 'text', text: 'A bar chart with three bars.' });
		const output = window.page
			.frameLocator('iframe.webview:not([src*="extensionId=glimpse"])')
			.frameLocator('iframe#active-frame')
			.locator('.output_container img');
		await output.waitFor();
		await output.click({ button: 'right' });
		await window.menu().first().waitFor();
		await window.menu().getByRole('menuitem', { name: 'Describe Output', exact: true }).click();
		const turn = await waitForTurn(window, 'done');
		const asked = glm.requests.at(-1);
		assert.equal(asked?.images[0]?.width, 240);
		const text = questionText(asked);
		assert.ok(text.includes('- Nearest heading: "Sales"\n- Sentence before: "The shop in Kyoto opened in May."'), text);
		assert.ok(!text.includes('secret'), text);
		await window.screenshot('test-output/notebook-described.png');
	});
});
