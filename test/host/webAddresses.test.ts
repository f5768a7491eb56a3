import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { enterWebAddress } from '../../src/host/commands/promptForInput.ts';
import { projectDir } from '../support/places.mjs';
import { startWebServer, type WebServer } from '../support/webServer.ts';
import { useConversation, wordsOf } from './useConversation.ts';
import { usePerson } from './usePerson.ts';
import { useProxy } from './useProxy.ts';

describe('A picture or video by its address', () => {
	const bed = useConversation();
	const person = usePerson();
	let web: WebServer;
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
	useProxy(() => web.proxy);
	after(() => web.stop());

	it('is left to the service where that is a PNG or JPEG', async () => {
		const before = web.requests.length;
		const turn = await bed.ask('describe', new URL('https://pictures.example.com/a%20b.png?sig=x%2Fy%3D'));
		assert.equal(turn.status, 'done');
		assert.deepEqual(bed.glm.requests.at(-1)?.imageUrls, ['https://pictures.example.com/a%20b.png?sig=x%2Fy%3D']);
		assert.equal(web.requests.length, before);
		const { summary, captions } = wordsOf(turn);
		assert.match(summary, / · pictures\.example\.com, fetched by the service · /);
		assert.deepEqual(captions, ['a b.png']);
	});

	it('is fetched here where it is any other, by way of where it moved to, without a key', async () => {
		const before = web.requests.length;
		const turn = await bed.ask('describe', new URL('https://pictures.example.com/moved'));
		assert.equal(turn.status, 'done');
		const asked = web.requests.slice(before);
		assert.deepEqual(
			asked.map(({ address }) => address),
			['pictures.example.com/moved', 'pictures.example.com/photo?id=1'],
		);
		assert.ok(asked.every(({ headers }) => !headers.authorization && !headers.cookie));
		assert.equal(bed.glm.requests.at(-1)?.images.length, 1);
		assert.match(wordsOf(turn).summary, / · PNG 520×\d+/);
	});

	it('is fetched here where the service could not', async () => {
		bed.glm.script({ kind: 'error', error: '1210-image' });
		const turn = await bed.ask('describe', new URL('https://pictures.example.com/photo.png'));
		const [first, second] = bed.glm.requests.slice(-2);
		assert.deepEqual([first?.imageUrls.length, second?.images.length], [1, 1]);
		assert.match(wordsOf(turn).summary, / · PNG 520×\d+/);
	});

	it('is not sent where it is none', async () => {
		const before = bed.glm.requests.length;
		const { failure } = await bed.ask('describe', new URL('https://pictures.example.com/gone.webp'));
		assert.equal(failure?.message, 'pictures.example.com returned no picture or video (HTTP 404). Check the address.');
		assert.equal(bed.glm.requests.length, before);
	});

	for (const address of [
		'https://192.168.1.1/photo',
		'https://pictures.example.com/inwards',
		'https://[::1]/photo',
		// Only the proxy's own network knows such a name.
		'https://wiki.corp/plan.webp',
	]) {
		it(`is not fetched from a private network: ${address}`, async () => {
			const { failure } = await bed.ask('describe', new URL(address));
			assert.match(failure?.message ?? '', / is on a private network, and Glimpse fetches nothing from there\./);
			assert.ok(web.requests.every(({ address: asked }) => !/^(?:192\.|\[|wiki\.)/.test(asked)));
		});
	}

	it('is read where it is the picture itself', async () => {
		const { status } = await bed.ask('describe', new URL(`data:image/png;base64,${png.toString('base64')}`));
		assert.equal(status, 'done');
		assert.deepEqual(
			bed.glm.requests.at(-1)?.images.map(({ width }) => width),
			[520],
		);
	});

	it('is a video where its name says so, for the command', async () => {
		person.enter('https://videos.example.com/clip.mp4');
		await vscode.commands.executeCommand('glimpse.describeUrl');
		assert.deepEqual(bed.glm.requests.at(-1)?.videoUrls, ['https://videos.example.com/clip.mp4']);
	});

	for (const [entered, said] of [
		['http://pictures.example.com/a.png', 'An address begins with https:// and has no password in it.'],
		['https://deploy:S3cret@pictures.example.com/a.png', 'An address begins with https:// and has no password in it.'],
		['data:text/html,hello', 'An address begins with https:// and has no password in it.'],
		['https://pictures.example.com/a.png', undefined],
		['data:image/png;base64,AAAA', undefined],
		['', undefined],
	] as const) {
		it(`${said === undefined ? 'may' : 'may not'} be entered: ${entered}`, async () => {
			assert.equal(await enterWebAddress(), undefined);
			assert.equal(await person.asked[0]?.objection(entered), said);
		});
	}
});
