import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chooseFrames, frameNote } from '../../../../src/core/image/frames.ts';
import type { Frame, PreparedImage } from '../../../../src/core/media.ts';

describe('chooseFrames', () => {
	const timed = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 300 }).map((durations) => {
		let start = 0;
		return durations.map((duration) => (start += duration) - duration);
	});

	it('takes the first and the last, no more than it may, in order, none twice', () => {
		fc.assert(
			fc.property(timed, fc.integer({ min: 1, max: 12 }), (starts, most) => {
				const chosen = chooseFrames(starts, most);
				assert.equal(chosen.length, Math.min(most, starts.length));
				assert.equal(chosen[0], 0);
				if (most > 1) assert.equal(chosen.at(-1), starts.length - 1);
				for (const [place, index] of chosen.entries()) {
					assert.ok(Number.isInteger(index) && index < starts.length);
					assert.ok(place === 0 || index > (chosen[place - 1] ?? 0));
				}
			}),
		);
	});

	it('is as even as the frames allow: each is the nearest to its time that is free', () => {
		fc.assert(
			fc.property(timed, fc.integer({ min: 2, max: 8 }), (starts, most) => {
				const chosen = chooseFrames(starts, most);
				const end = starts.at(-1) ?? 0;
				for (const [place, index] of chosen.entries()) {
					const wanted = (end * place) / (chosen.length - 1);
					const free = starts.filter(
						(_, other) => other > (chosen[place - 1] ?? -1) && other <= starts.length - (chosen.length - place),
					);
					const nearest = Math.min(...free.map((start) => Math.abs(start - wanted)));
					if (place > 0) assert.equal(Math.abs((starts[index] ?? 0) - wanted), nearest);
				}
			}),
		);
	});

	it('counts time, not frames', () => {
		// A long look at the fifth of seven.
		assert.deepEqual(chooseFrames([0, 1, 2, 3, 4, 100, 101], 3), [0, 4, 6]);
		assert.deepEqual(chooseFrames([0, 1, 2, 3, 4, 5, 6, 7, 8], 5), [0, 2, 4, 6, 8]);
		assert.deepEqual(chooseFrames([0, 5, 9], 5), [0, 1, 2]);
		assert.deepEqual(chooseFrames([], 5), []);
	});
});

describe('frameNote', () => {
	const picture = (frame?: Partial<Frame>): PreparedImage => ({
		mediaType: 'image/png',
		bytes: new Uint8Array(),
		width: 1,
		height: 1,
		name: 'a.gif',
		origin: {
			mediaType: 'image/gif',
			width: 1,
			height: 1,
			byteLength: 1,
			metadataRemoved: false,
			...(frame && { frames: 48, frame: { number: 0, seconds: 0, duration: 4.8, index: 0, count: 1, ...frame } }),
		},
	});

	it('names the pictures by their numbers, and the seconds of each', () => {
		const frames = [0, 1.2, 4.7].map((seconds, index) => picture({ seconds, index, count: 3 }));
		const note = frameNote([picture(), ...frames, picture()]);
		assert.match(note, /^Images 2 to 4 are frames of one animation of 4\.8 seconds, at 0, 1\.2 and 4\.7 seconds\. /);
		assert.equal(frameNote([picture()]), '');
	});

	it('says of one frame when it is shown', () => {
		assert.equal(
			frameNote([picture({ number: 12, seconds: 1.2 })]),
			'Image 1 is one frame of an animation of 4.8 seconds, at 1.2 seconds.',
		);
	});
});
