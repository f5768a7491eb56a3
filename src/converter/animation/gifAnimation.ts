import { concatBytes, viewOf } from '../../core/image/bytes.ts';
import { assertPlausible, gifBlocks, isMetadata, type GifBlock } from '../formats/gif.ts';
import { mostStoredFrames, shownSeconds, type Animation, type AnimationFrame } from './animation.ts';

/** The label of the block that says how the next picture is shown. */
const controlLabel = 0xf9;

const trailer = Uint8Array.of(0x3b);

/** Finds the frames of a GIF file (GIF89a); those after one that isn't whole are left out. */
export function readGifAnimation(bytes: Uint8Array): Animation {
	const view = viewOf(bytes);
	const frames: AnimationFrame[] = [];
	let [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
	let control: GifBlock | undefined;
	let hadMetadata = false;
	for (const block of gifBlocks(bytes)) {
		if (block.picture) {
			if (frames.length === mostStoredFrames) break;
			const frame = frameOf(bytes, { ...block, picture: block.picture }, control);
			// A first picture that exceeds the screen makes it larger.
			if (frames.length === 0) [width, height] = [Math.max(width, frame.box.right), Math.max(height, frame.box.bottom)];
			frames.push(frame);
			control = undefined;
		} else if (block.label === controlLabel) control = block;
		else hadMetadata ||= isMetadata(bytes, block);
	}
	return { width, height, frames, hadMetadata };
}

function frameOf(
	bytes: Uint8Array,
	block: GifBlock & { readonly picture: NonNullable<GifBlock['picture']> },
	control: GifBlock | undefined,
): AnimationFrame {
	const { left, top, width, height } = block.picture;
	const flags = control ? (bytes[control.start + 3] ?? 0) : 0;
	const hundredths = control ? viewOf(bytes).getUint16(control.start + 4, true) : 0;
	const disposal = (flags >> 2) & 7;
	return {
		box: { left, top, right: left + width, bottom: top + height },
		seconds: shownSeconds(hundredths / 100),
		after: disposal === 2 ? 'cleared' : disposal === 3 ? 'restored' : 'stays',
		// What isn't transparent hides all below it.
		isBlended: (flags & 1) === 1,
		file: () => {
			assertPlausible(block);
			const head = bytes.slice(0, block.coloursEnd);
			const picture = bytes.slice(block.start, block.end);
			// A screen of its own size, and itself at the corner.
			viewOf(head).setUint16(6, width, true);
			viewOf(head).setUint16(8, height, true);
			viewOf(picture).setUint32(1, 0);
			return concatBytes([
				head,
				control ? bytes.subarray(control.start, control.end) : trailer.subarray(1),
				picture,
				trailer,
			]);
		},
	};
}
