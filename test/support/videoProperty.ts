import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { VideoWorker } from '../../src/converter/videoWorker.ts';
import { FailureError } from '../../src/core/failure.ts';
import type { CaseWatch } from './caseWatch.ts';
import { projectDir } from './places.mjs';

const names = ['short.mp4', 'short.mov', 'short.mkv', 'short.webm'];
const videos = new Map(names.map((name) => [name, readFileSync(join(projectDir, 'test/fixtures/videos', name))]));

/** What may come instead of a video. */
const refusals = new Set(['notAVideo', 'videoBroken', 'videoFormatNotTaken', 'videoTooLong', 'videoTooLarge']);

/** Most of what is read of a video are its tables: numbers of four bytes behind the names of boxes. */
const change = fc.record({
	at: fc.oneof(fc.nat(200), fc.nat(20_000)),
	value: fc.oneof(fc.constantFrom(0, 1, 8, 0x7f_ff_ff_ff, 0xff_ff_ff_ff), fc.nat(0xff_ff_ff_ff)),
	from: fc.constantFrom('start', 'end', 'stts', 'stsz', 'stsc', 'stco', 'ctts', 'stss', 'mvhd', 'tkhd', 'elst'),
});

/** Whatever is changed in a video, it can be sent, or is refused. */
export function videoProperty(
	thread: VideoWorker,
	{ tell }: Pick<CaseWatch, 'tell'>,
): fc.IAsyncPropertyWithHooks<[string, { at: number; value: number; from: string }[], number | undefined]> {
	const cut = fc.option(fc.nat(20_000), { nil: undefined, freq: 5 });
	return fc.asyncProperty(
		fc.constantFrom(...names),
		fc.array(change, { maxLength: 4 }),
		cut,
		async (name, changes, end) => {
			const bytes = Buffer.from(videos.get(name) ?? Buffer.alloc(0));
			for (const { at, value, from } of changes) {
				const named = bytes.indexOf(from);
				const offset = from === 'end' ? bytes.length - 4 - at : from === 'start' ? at : named + 4 * (1 + (at % 12));
				if (offset >= 0 && offset + 4 <= bytes.length) bytes.writeUInt32BE(value, offset);
			}
			tell(await outcomeOf(thread, new Uint8Array(bytes.subarray(0, end))));
		},
	);
}

async function outcomeOf(thread: VideoWorker, bytes: Uint8Array): Promise<string> {
	const asked = { model: 'glm-4.6v', consent: ['undocumentedFormat', 'beginningOnly'] } as const;
	try {
		return (await thread.prepare({ name: 'a.mp4', bytes }, asked, new AbortController().signal)).mediaType;
	} catch (error) {
		if (!(error instanceof FailureError)) throw error;
		assert.ok(refusals.has(error.failure.kind), error.failure.kind);
		return error.failure.kind;
	}
}
