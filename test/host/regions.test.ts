import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import * as vscode from 'vscode';
import type { Turn } from '../../src/core/conversation.ts';
import { regionOfPixels } from '../../src/core/region.ts';
import type { Box, Region, Size } from '../../src/core/media.ts';
import { parseRegionSource } from '../../src/core/regionSource.ts';
import { createPanelHandlers } from '../../src/host/commands/panelMessages.ts';
import type { RecordedRequest } from '../support/glmServer.ts';
import { pictureWithPlace, placeIn, storedTurned } from '../support/drawnPlace.ts';
import { projectDir } from '../support/places.mjs';
import { useConversation } from './useConversation.ts';

const screenshot = join(projectDir, 'media/samples/settings-light.png');

describe('A part of a picture that is attached', function () {
	this.timeout(60_000);
	const bed = useConversation();
	let folder: string;

	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'glimpse-regions-'));
	});
	after(() => rm(folder, { recursive: true, force: true }));

	async function file(name: string, bytes: Uint8Array): Promise<vscode.Uri> {
		await writeFile(join(folder, name), bytes);
		return vscode.Uri.file(join(folder, name));
	}

	/** Does what the page asks for. */
	const attachRegion = async (
		id: string | undefined,
		region: Region,
		more: { readonly ofWhole?: boolean } = {},
	): Promise<void> => {
		assert.ok(id !== undefined);
		await createPanelHandlers(bed.parts).attachRegion({ type: 'attachRegion', id, region, ...more });
	};

	/** Attaches a part of a file, without the whole, and asks about it. */
	async function askAbout(uri: vscode.Uri, region: Region): Promise<RecordedRequest> {
		bed.open.attach([uri]);
		const whole = bed.open.state.attachments.at(-1)?.id;
		await attachRegion(whole, region);
		bed.open.detach(whole ?? '');
		return ask();
	}

	async function ask(): Promise<RecordedRequest> {
		await bed.open.askAttached('ask', 'What is it?');
		const { status, failure } = lastTurn();
		assert.equal(status, 'done', failure?.message);
		const request = bed.glm.requests.at(-1);
		assert.ok(request);
		return request;
	}

	function lastTurn(): Turn {
		const turn = bed.open.state.turns.at(-1);
		assert.ok(turn);
		return turn;
	}

	const pixels = (bytes: Uint8Array): Promise<Buffer> => sharp(bytes).removeAlpha().raw().toBuffer();
	const partOf = async (bytes: Uint8Array, { left, top, right, bottom }: Box): Promise<Buffer> =>
		sharp(await sharp(bytes, { limitInputPixels: false }).autoOrient().removeAlpha().png().toBuffer(), {
			limitInputPixels: false,
		})
			.extract({ left, top, width: right - left, height: bottom - top })
			.raw()
			.toBuffer();

	it('arrives with exactly its pixels, and a note of where it lies', async () => {
		const whole = { width: 4000, height: 3000 };
		const box = { left: 1000, top: 300, right: 1190, bottom: 750 };
		const png = await sharp(screenshot).resize(4000, 3000, { fit: 'fill', kernel: 'nearest' }).png().toBuffer();
		const { images, text } = await askAbout(await file('large.png', png), regionOfPixels(box, whole));
		assert.equal(images.length, 1);
		assert.deepEqual([images[0]?.width, images[0]?.height], [190, 450]);
		assert.ok((await pixels(images[0]?.bytes ?? png)).equals(await partOf(png, box)));
		assert.match(
			text,
			/Image 1 is a part of a larger picture: from 25 % to 30 % of its width, .* from 10 % to 25 % of its height/,
		);
		const [picture] = lastTurn().pictures;
		assert.ok(picture && 'origin' in picture);
		assert.deepEqual([picture.origin?.width, picture.origin?.height, picture.origin?.region], [4000, 3000, box]);
	});

	it('is that of the upright picture where a camera was held otherwise', async () => {
		const place = { left: 200, top: 60, right: 260, bottom: 120 };
		const whole = { width: 400, height: 300 };
		const stored = await storedTurned(pictureWithPlace(whole, place), 6);
		const jpeg = await stored.jpeg({ quality: 95 }).toBuffer();
		const { images } = await askAbout(await file('turned.jpg', jpeg), regionOfPixels({ ...place, right: 400 }, whole));
		assert.deepEqual([images[0]?.width, images[0]?.height], [200, 60]);
		assert.deepEqual(await placeIn(images[0]?.bytes ?? jpeg), { left: 0, top: 0, right: 60, bottom: 60 });
	});

	it('is cut from the first picture of an animation', async () => {
		const whole = { width: 120, height: 90 };
		const place = { left: 30, top: 20, right: 50, bottom: 60 };
		const frames = await Promise.all(
			[pictureWithPlace(whole, place), sharp({ create: { ...whole, channels: 3, background: '#00f' } })].map((frame) =>
				frame.png().toBuffer(),
			),
		);
		const gif = await sharp(frames, { join: { animated: true } })
			.gif()
			.toBuffer();
		const { images } = await askAbout(
			await file('animated.gif', gif),
			regionOfPixels({ left: 20, top: 10, right: 60, bottom: 70 }, whole),
		);
		assert.deepEqual([images[0]?.width, images[0]?.height], [40, 60]);
		assert.deepEqual(await placeIn(images[0]?.bytes ?? gif), { left: 10, top: 10, right: 30, bottom: 50 });
	});

	it('is cut from the original of a page that was sent in pieces, by any of them', async () => {
		const whole: Size = { width: 1200, height: 12_000 };
		const png = await sharp(screenshot)
			.resize(1200, 12_000, { fit: 'fill', kernel: 'nearest' })
			.png({ compressionLevel: 1 })
			.toBuffer();
		const turn = await bed.ask('describe', await file('page.png', png));
		assert.ok(turn.pictures.length > 1);
		const piece = turn.pictures.at(1);
		assert.ok(piece && 'origin' in piece);
		const part = piece.origin?.tile?.part;
		assert.ok(part);
		// A tenth of the piece, at full resolution again.
		await attachRegion(piece.id, { left: 0.5, top: 0.5, right: 0.6, bottom: 0.6 });
		const { images } = await ask();
		const image = images.at(-1);
		const box = lastTurn().pictures.flatMap((picture) =>
			'origin' in picture ? (picture.origin?.region ?? []) : [],
		)[0];
		assert.ok(image && box);
		assert.ok(Math.abs(box.top - (part.top + (part.bottom - part.top) / 2)) <= 1 && Math.abs(box.left - 600) <= 1);
		assert.deepEqual([image.width, image.height], [box.right - box.left, box.bottom - box.top]);
		// Across the cut between two pieces, of the page as a whole.
		await attachRegion(
			piece.id,
			{ left: 0, top: part.top / 12_000 - 0.01, right: 0.5, bottom: part.top / 12_000 + 0.01 },
			{ ofWhole: true },
		);
		const { images: across } = await ask();
		assert.deepEqual([across.at(-1)?.width, across.at(-1)?.height], [600, 240]);
		assert.ok((await pixels(image.bytes)).equals(await partOf(png, { ...whole, ...box })));
	});

	it('may be a part of a part, waiting or sent', async () => {
		const whole = { width: 800, height: 400 };
		const place = { left: 500, top: 100, right: 600, bottom: 200 };
		const uri = await file('whole.png', await pictureWithPlace(whole, place).png().toBuffer());
		bed.open.attach([uri]);
		await attachRegion(bed.open.state.attachments[0]?.id, { left: 0.5, top: 0, right: 1, bottom: 1 });
		await attachRegion(bed.open.state.attachments[1]?.id, { left: 0, top: 0, right: 0.5, bottom: 0.5 });
		const sources = bed.open.state.attachments.map(({ source }) => parseRegionSource(source));
		assert.deepEqual(sources[2], { source: uri.toString(), region: { left: 0.5, top: 0, right: 0.75, bottom: 0.5 } });
		for (const { id } of bed.open.state.attachments.slice(0, 2)) bed.open.detach(id);
		await ask();
		await attachRegion(lastTurn().pictures[0]?.id, { left: 0.5, top: 0.5, right: 1, bottom: 1 });
		const { images } = await ask();
		assert.deepEqual([images.at(-1)?.width, images.at(-1)?.height], [100, 100]);
		assert.deepEqual(await placeIn(images.at(-1)?.bytes ?? new Uint8Array()), {
			left: 0,
			top: 0,
			right: 100,
			bottom: 100,
		});
	});

	it('is shown small before it is sent, and survives a reload, pasted ones too', async () => {
		const whole = { width: 400, height: 400 };
		const png = await pictureWithPlace(whole, { left: 100, top: 100, right: 200, bottom: 200 }).png().toBuffer();
		bed.open.attach([new File([new Uint8Array(png)], 'pasted.png')]);
		const pasted = bed.open.state.attachments[0]?.id ?? '';
		await attachRegion(pasted, { left: 0.25, top: 0.25, right: 0.75, bottom: 0.5 });
		bed.open.detach(pasted);
		const before = bed.open.state.attachments;
		await bed.reload();
		assert.deepEqual(bed.open.state.attachments, before);
		const [part] = bed.open.state.attachments;
		assert.equal(part?.name, 'pasted.png');
		const shown = await bed.open.bytes(part?.id ?? '');
		assert.ok(shown);
		const { width, height } = await sharp(shown).metadata();
		assert.deepEqual([width, height], [200, 100]);
		assert.deepEqual(await placeIn(shown), { left: 0, top: 0, right: 100, bottom: 100 });
		const { images } = await ask();
		assert.deepEqual([images[0]?.width, images[0]?.height], [200, 100]);
	});

	it('of a picture that glimpse.exclude keeps here is not sent', async () => {
		await bed.set('exclude', ['secret.png']);
		const uri = await file('secret.png', await readFile(screenshot));
		bed.open.attach([uri]);
		await attachRegion(bed.open.state.attachments[0]?.id, { left: 0, top: 0, right: 0.5, bottom: 0.5 });
		bed.open.detach(bed.open.state.attachments[0]?.id ?? '');
		const before = bed.glm.requests.length;
		await bed.open.askAttached('ask', 'What is it?');
		assert.match(lastTurn().failure?.message ?? '', /secret\.png/);
		assert.equal(bed.glm.requests.length, before);
	});

	it('is none of a picture that is not there', async () => {
		await attachRegion('another', { left: 0, top: 0, right: 1, bottom: 1 });
		assert.deepEqual(bed.open.state.attachments, []);
	});

	it('is looked for with a prompt that asks for places, in the panel alone', async () => {
		const uri = vscode.Uri.file(screenshot);
		await bed.ask('explainScreenshot', uri);
		const asked = (): number | undefined => bed.glm.requests.at(-1)?.text.match(/bbox_2d/g)?.length;
		assert.equal(asked(), 1);
		await bed.askFurther('Is it open?');
		assert.equal(asked(), 1);
		await bed.askFurther('Where is it?');
		assert.equal(asked(), 2);
		await Array.fromAsync(bed.api.describe([uri], { task: 'explainScreenshot' }));
		assert.equal(asked(), undefined);
	});
});
