import {
	BufferSource,
	BufferTarget,
	Conversion,
	FilePathSource,
	Input,
	MATROSKA,
	MkvOutputFormat,
	MovOutputFormat,
	MP4,
	Mp4OutputFormat,
	Output,
	QTFF,
	WEBM,
	WebMOutputFormat,
	type OutputFormat,
} from 'mediabunny';
import { FailureError } from '../failure.ts';
import type { PreparedVideo } from '../media.ts';

/** The headers of a video; `close` releases the file behind it. */
export interface VideoFile extends Pick<PreparedVideo, 'mediaType' | 'width' | 'height' | 'seconds'> {
	/** The format's name: MP4, MOV, MKV or WebM. */
	readonly format: VideoFormat;
	/** Returns a video of the first seconds, its frames copied unchanged; undefined if that isn't possible. */
	cut(seconds: number): Promise<Uint8Array | undefined>;
	close(): void;
}

type VideoFormat = 'mp4' | 'mov' | 'mkv' | 'webm';

const outputs: Readonly<
	Record<VideoFormat, { readonly mediaType: PreparedVideo['mediaType']; readonly create: () => OutputFormat }>
> = {
	mp4: { mediaType: 'video/mp4', create: () => new Mp4OutputFormat({ fastStart: 'in-memory' }) },
	mov: { mediaType: 'video/quicktime', create: () => new MovOutputFormat({ fastStart: 'in-memory' }) },
	mkv: { mediaType: 'video/x-matroska', create: () => new MkvOutputFormat() },
	webm: { mediaType: 'video/webm', create: () => new WebMOutputFormat() },
};

/** The location of a video's bytes: memory, or a local file, of which only the needed parts are read. */
export type VideoSource = Uint8Array | { readonly path: string };

/**
 * Opens a video of a format that Glimpse recognizes by its bytes. `name` is for the failures.
 * @throws FailureError `notAVideo` or `videoBroken`
 */
export async function openVideo(from: VideoSource, name: string): Promise<VideoFile> {
	const source = 'path' in from ? new FilePathSource(from.path) : new BufferSource(from);
	const input = new Input({ formats: [MP4, QTFF, MATROSKA, WEBM], source });
	try {
		if (!(await input.canRead())) throw new FailureError({ kind: 'notAVideo', name });
		const format = formatOf(await input.getFormat());
		const track = await input.getPrimaryVideoTrack();
		const hasSound = (await input.getTracks()).length > 0;
		if (!track) throw new FailureError({ kind: hasSound ? 'notAVideo' : 'videoBroken', name });
		const width = await track.getDisplayWidth();
		const height = await track.getDisplayHeight();
		const seconds = await input.computeDuration();
		if (!(width > 0 && height > 0 && seconds > 0 && Number.isFinite(seconds))) {
			throw new FailureError({ kind: 'videoBroken', name });
		}
		const { mediaType, create } = outputs[format];
		return {
			format,
			mediaType,
			width,
			height,
			seconds,
			cut: (end) => cut(input, create(), end),
			close: () => input.dispose(),
		};
	} catch (error) {
		input.dispose();
		throw error instanceof FailureError ? error : new FailureError({ kind: 'videoBroken', name }, { cause: error });
	}
}

function formatOf(format: Awaited<ReturnType<Input['getFormat']>>): VideoFormat {
	// WebM differs from Matroska, and QuickTime from MP4, by what the file declares.
	if (format === WEBM) return 'webm';
	if (format === MATROSKA) return 'mkv';
	return format === QTFF ? 'mov' : 'mp4';
}

/** Cuts a video, without the tags, which may tell where and with what it was taken. */
async function cut(input: Input, format: OutputFormat, end: number): Promise<Uint8Array | undefined> {
	const target = new BufferTarget();
	const output = new Output({ format, target });
	try {
		const conversion = await Conversion.init({ input, output, trim: { start: 0, end }, tags: {}, showWarnings: false });
		const hasPictures = conversion.utilizedTracks.some((track) => track.type === 'video');
		if (!conversion.isValid || !hasPictures) return undefined;
		await conversion.execute();
	} catch {
		// Damaged after its header, or of a kind that can only be re-encoded.
		return undefined;
	}
	return target.buffer ? new Uint8Array(target.buffer) : undefined;
}
