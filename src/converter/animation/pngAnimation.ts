import { crc32 } from 'node:zlib';
import { concatBytes, latin1, latin1Bytes, viewOf } from '../../core/image/bytes.ts';
import { mostStoredFrames, shownSeconds, type Animation, type AnimationFrame } from './animation.ts';

/** The chunks in front of the data that drawing a frame needs; see `keptTypes` in core/image/png.ts. */
const headTypes = new Set(['PLTE', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'iCCP']);

/** What becomes of a frame's place (PNG specification, 11.3.6), by the number. */
const afters = ['stays', 'cleared', 'restored'] as const;

const signatureLength = 8;

/**
 * Finds the frames of a PNG file. The still picture of other programs is none of them unless a control chunk is in front of it.
 */
export function readPngAnimation(bytes: Uint8Array): Animation {
	const view = viewOf(bytes);
	const [width, height] = [view.getUint32(16), view.getUint32(20)];
	const none: Animation = { width, height, frames: [], hadMetadata: false };
	const header = bytes.subarray(16, 29);
	const head: Uint8Array[] = [];
	const frames: AnimationFrame[] = [];
	let isAnimated = false;
	let control: Uint8Array | undefined;
	let data: Uint8Array[] = [];
	const close = (): void => {
		if (control && data.length > 0)
			frames.push(frameOf(control, data, { bytes, header, head, isFirst: frames.length === 0 }));
		control = undefined;
		data = [];
	};
	for (let offset = signatureLength; offset + 12 <= bytes.byteLength;) {
		const end = offset + 12 + view.getUint32(offset);
		if (end > bytes.byteLength) return none;
		const type = latin1(bytes, offset + 4, offset + 8);
		const content = bytes.subarray(offset + 8, end - 4);
		if (headTypes.has(type)) head.push(bytes.subarray(offset, end));
		else if (type === 'acTL') isAnimated = true;
		else if (type === 'fcTL') {
			close();
			if (frames.length === mostStoredFrames) break;
			control = content.byteLength === 26 ? content : undefined;
		} else if (type === 'IDAT' && control) data.push(content);
		else if (type === 'fdAT' && control && content.byteLength > 4) data.push(content.subarray(4));
		else if (type === 'IEND') close();
		offset = end;
	}
	return isAnimated ? { ...none, frames } : none;
}

function frameOf(
	control: Uint8Array,
	data: readonly Uint8Array[],
	of: {
		readonly bytes: Uint8Array;
		readonly header: Uint8Array;
		readonly head: readonly Uint8Array[];
		readonly isFirst: boolean;
	},
): AnimationFrame {
	const view = viewOf(control);
	const [width = 0, height = 0, left = 0, top = 0] = [4, 8, 12, 16].map((offset) => view.getUint32(offset));
	const denominator = view.getUint16(22) || 100;
	const after = afters[control[24] ?? 0] ?? 'stays';
	return {
		box: { left, top, right: left + width, bottom: top + height },
		seconds: shownSeconds(view.getUint16(20) / denominator),
		// Before the first there is nothing.
		after: of.isFirst && after === 'restored' ? 'cleared' : after,
		isBlended: control[25] === 1,
		file: () => {
			const header = of.header.slice();
			viewOf(header).setUint32(0, width);
			viewOf(header).setUint32(4, height);
			return concatBytes([
				of.bytes.subarray(0, signatureLength),
				chunk('IHDR', [header]),
				...of.head,
				chunk('IDAT', data),
				chunk('IEND', []),
			]);
		},
	};
}

function chunk(type: string, data: readonly Uint8Array[]): Uint8Array {
	const body = concatBytes([latin1Bytes(type), ...data]);
	const whole = new Uint8Array(body.byteLength + 8);
	const view = viewOf(whole);
	view.setUint32(0, body.byteLength - 4);
	whole.set(body, 4);
	view.setUint32(whole.byteLength - 4, crc32(body));
	return whole;
}
