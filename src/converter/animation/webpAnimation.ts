import { concatBytes, latin1, latin1Bytes, viewOf } from '../../core/image/bytes.ts';
import { mostStoredFrames, shownSeconds, type Animation, type AnimationFrame } from './animation.ts';

/** The flags of an extended file (WebP container specification). */
const flags = { animation: 0x02, opacity: 0x10, profile: 0x20 } as const;

interface Chunk {
	readonly type: string;
	/** With its header and without its padding. */
	readonly whole: Uint8Array;
	readonly data: Uint8Array;
}

/** Yields the chunks, up to the first that isn't whole. */
function* chunksOf(bytes: Uint8Array): Generator<Chunk, void, undefined> {
	const view = viewOf(bytes);
	let offset = 0;
	while (offset + 8 <= bytes.byteLength) {
		const end = offset + 8 + view.getUint32(offset + 4, true);
		if (end > bytes.byteLength) return;
		const whole = bytes.subarray(offset, end);
		yield { type: latin1(bytes, offset, offset + 4), whole, data: whole.subarray(8) };
		offset = end + ((end - offset) & 1);
	}
}

/** Finds the frames of a WebP file; those after one that isn't whole are left out. */
export function readWebpAnimation(bytes: Uint8Array): Animation {
	let [width, height] = [0, 0];
	const frames: AnimationFrame[] = [];
	let profile: Uint8Array | undefined;
	let hadMetadata = false;
	for (const { type, whole, data } of chunksOf(bytes.subarray(12))) {
		if (type === 'VP8X' && data.byteLength >= 10) {
			if (((data[0] ?? 0) & flags.animation) === 0) break;
			[width, height] = [uint24(data, 4) + 1, uint24(data, 7) + 1];
		} else if (type === 'ICCP') profile = whole;
		else if (type === 'EXIF' || type === 'XMP ') hadMetadata = true;
		else if (type === 'ANMF' && data.byteLength > 16 && frames.length < mostStoredFrames) {
			frames.push(frameOf(data, profile));
		}
	}
	return { width, height, frames, hadMetadata };
}

function frameOf(data: Uint8Array, profile: Uint8Array | undefined): AnimationFrame {
	const [left, top] = [uint24(data, 0) * 2, uint24(data, 3) * 2];
	const [width, height] = [uint24(data, 6) + 1, uint24(data, 9) + 1];
	const how = data[15] ?? 0;
	return {
		box: { left, top, right: left + width, bottom: top + height },
		seconds: shownSeconds(uint24(data, 12) / 1000),
		after: how & 1 ? 'cleared' : 'stays',
		isBlended: (how & 2) === 0,
		file: () => fileOf([...chunksOf(data.subarray(16))], { width, height, profile }),
	};
}

function fileOf(
	chunks: readonly Chunk[],
	{
		width,
		height,
		profile,
	}: { readonly width: number; readonly height: number; readonly profile: Uint8Array | undefined },
): Uint8Array {
	const opacity = chunks.find(({ type }) => type === 'ALPH');
	const picture = chunks.find(({ type }) => type === 'VP8 ' || type === 'VP8L');
	if (!picture) throw new Error('A frame has no picture.');
	const header = new Uint8Array(18);
	header.set(latin1Bytes('VP8X'));
	viewOf(header).setUint32(4, 10, true);
	const hasOpacity = opacity !== undefined || picture.type === 'VP8L';
	header[8] = (profile ? flags.profile : 0) | (hasOpacity ? flags.opacity : 0);
	setUint24(header, 12, width - 1);
	setUint24(header, 15, height - 1);
	const parts = [header, profile, opacity?.whole, picture.whole].flatMap((part) => (part ? padded(part) : []));
	const body = concatBytes(parts);
	const head = new Uint8Array(12);
	head.set(latin1Bytes('RIFF'));
	head.set(latin1Bytes('WEBP'), 8);
	viewOf(head).setUint32(4, body.byteLength + 4, true);
	return concatBytes([head, body]);
}

function padded(chunk: Uint8Array): readonly Uint8Array[] {
	return chunk.byteLength % 2 === 0 ? [chunk] : [chunk, new Uint8Array(1)];
}

function uint24(bytes: Uint8Array, offset: number): number {
	return (bytes[offset] ?? 0) | ((bytes[offset + 1] ?? 0) << 8) | ((bytes[offset + 2] ?? 0) << 16);
}

function setUint24(bytes: Uint8Array, offset: number, value: number): void {
	bytes.set([value & 255, (value >> 8) & 255, value >> 16], offset);
}
