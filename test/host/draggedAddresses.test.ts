import assert from 'node:assert/strict';
import { draggedAddresses } from '../../src/host/sources/draggedAddresses.ts';

describe('Addresses that a page says were dragged onto it', () => {
	it('stay addresses where they are https', () => {
		const sources = draggedAddresses(['https://example.com/a?b=%2Fc', 'https://example.com/%']);
		assert.deepEqual(sources.map(String), ['https://example.com/a?b=%2Fc', 'https://example.com/%']);
	});

	it('become a picture where they hold it', async () => {
		const [png, svg, broken] = draggedAddresses([
			'data:image/png;base64,iVBORw0KGgo=',
			'DATA:image/svg+xml,%3Csvg/%3E',
			'data:image/png;base64,%%%',
		]);
		assert.ok(png instanceof File && svg instanceof File && broken instanceof File);
		assert.deepEqual([png.name, svg.name], ['picture.png', 'picture.svg']);
		assert.deepEqual([...new Uint8Array(await png.arrayBuffer())], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
		assert.equal(await svg.text(), '<svg/>');
	});

	for (const address of [
		'http://example.com/a.png',
		'https://me:secret@example.com/a.png',
		'file:///etc/passwd',
		'data:text/html,<script>',
		'blob:https://example.com/1',
		'vscode-remote://ssh/a.png',
		'command:workbench.action.quit',
		'no address',
		'',
	]) {
		it(`are passed over: ${address || 'none'}`, () => assert.deepEqual(draggedAddresses([address]), []));
	}
});
