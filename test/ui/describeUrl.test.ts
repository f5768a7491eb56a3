import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { GlmServer } from '../support/glmServer.ts';
import { nextTurn, waitForTurn } from '../support/panelDriver.ts';
import { projectDir } from '../support/places.mjs';
import { startWebServer, type WebServer } from '../support/webServer.ts';
import { useWindow } from '../support/useWindow.ts';
import type { VscodeWindow } from '../support/window.ts';

const command = 'Glimpse: Describe Image or Video from URL…';

describe('Describe Image or Video from URL', () => {
	let glm: GlmServer;
	let web: WebServer;
	let window: VscodeWindow;
	let png: Buffer;

	before(async () => {
		png = await readFile(join(projectDir, 'media/samples/dialog-light.png'));
		web = await startWebServer((address, response) => {
			if (address === 'pictures.example.com/moved') response.writeHead(302, { location: '/photo?id=1' }).end();
			else if (address === 'pictures.example.com/inwards') {
				response.writeHead(302, { location: 'https://192.168.1.1/photo' }).end();
			} else if (address.startsWith('pictures.example.com/photo')) response.end(png);
			else response.writeHead(404).end('<html>');
		});
	});
	useWindow(
		(opened) => {
			({ glm, window } = opened);
		},
		{
			settings: { 'http.proxyStrictSSL': false },
			options: () => ({ env: { HTTPS_PROXY: web.proxy } }),
			command,
		},
	);
	after(() => web?.stop());

	/** Enters an address, and gives the turn that comes of it. */
	async function describeUrl(address: string): Promise<Locator> {
		const next = await nextTurn(window);
		await window.runCommand(command);
		await window.typeInInputBox(address);
		return next;
	}

	it('leaves a PNG or JPEG to the service', async () => {
		const turn = await describeUrl('https://pictures.example.com/a%20b.png?sig=x%2Fy%3D');
		await waitForTurn(window, 'done', turn);
		assert.deepEqual(glm.requests.at(-1)?.imageUrls, ['https://pictures.example.com/a%20b.png?sig=x%2Fy%3D']);
		assert.deepEqual(web.requests, []);
		await turn.getByText('pictures.example.com, fetched by the service').waitFor();
		assert.equal(await turn.locator('figcaption').innerText(), 'a b.png');
	});

	it('fetches any other itself, by way of where it moved to, without a key', async () => {
		const turn = await describeUrl('https://pictures.example.com/moved');
		await waitForTurn(window, 'done', turn);
		assert.deepEqual(
			web.requests.map(({ address }) => address),
			['pictures.example.com/moved', 'pictures.example.com/photo?id=1'],
		);
		assert.ok(web.requests.every(({ headers }) => !headers.authorization && !headers.cookie));
		assert.equal(glm.requests.at(-1)?.images.length, 1);
		await turn.getByText(/PNG 520×\d+/).waitFor();
	});

	it('fetches what the service could not', async () => {
		glm.script({ kind: 'error', error: '1210-image' });
		const turn = await describeUrl('https://pictures.example.com/photo.png');
		await waitForTurn(window, 'done', turn);
		const [first, second] = glm.requests.slice(-2);
		assert.deepEqual([first?.imageUrls.length, second?.images.length], [1, 1]);
		await turn.getByText(/PNG 520×\d+/).waitFor();
	});

	it('says so when there is no picture', async () => {
		const sent = glm.requests.length;
		const turn = await waitForTurn(window, 'failed', await describeUrl('https://pictures.example.com/gone.webp'));
		await turn.getByText('pictures.example.com returned no picture or video (HTTP 404). Check the address.').waitFor();
		assert.equal(glm.requests.length, sent);
	});

	for (const address of [
		'https://192.168.1.1/photo',
		'https://pictures.example.com/inwards',
		'https://[::1]/photo',
		// Only the proxy's own network knows such a name.
		'https://wiki.corp/plan.webp',
	]) {
		it(`fetches nothing from a private network: ${address}`, async () => {
			const turn = await waitForTurn(window, 'failed', await describeUrl(address));
			await turn.getByText('is on a private network, and Glimpse fetches nothing from there.').waitFor();
			assert.ok(web.requests.every(({ address: asked }) => !/^(?:192\.|\[|wiki\.)/.test(asked)));
		});
	}

	it('tells a video by its address', async () => {
		await waitForTurn(window, 'done', await describeUrl('https://videos.example.com/clip.mp4'));
		assert.deepEqual(glm.requests.at(-1)?.videoUrls, ['https://videos.example.com/clip.mp4']);
	});

	it('reads a picture that stands in the address itself', async () => {
		await waitForTurn(window, 'done', await describeUrl(`data:image/png;base64,${png.toString('base64')}`));
		assert.equal(glm.requests.at(-1)?.images.length, 1);
	});

	it('takes no other address', async () => {
		await window.runCommand(command);
		await window.inputBox.locator('input[type=text]').first().fill('http://pictures.example.com/a.png');
		await window.inputBox.getByText('An address begins with https://').waitFor();
		await window.inputBox.locator('input[type=text]').first().fill('https://deploy:S3cret@pictures.example.com/a.png');
		await window.inputBox.getByText('has no password in it').waitFor();
		await window.page.keyboard.press('Escape');
	});

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
