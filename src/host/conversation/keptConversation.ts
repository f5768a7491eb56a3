import * as v from 'valibot';
import { actionIds, markInterrupted, type Conversation } from '../../core/conversation.ts';
import { parseRegionSource } from '../../core/regionSource.ts';
import { taskIds } from '../../core/tasks.ts';
import { isPlainName, keptVersion, largestKept } from './replaceFile.ts';

// Kept files are read like anything from outside: they may be damaged, of another version, or somebody else's.

const count = v.pipe(v.number(), v.finite(), v.minValue(0));

/** Ids of pictures name files. */
const plainName = v.pipe(v.string(), v.check(isPlainName));

/** A name of any length: a data URI is named by its end. */
const name = v.string();

/** A source that the editor and `URL` can parse without an error. */
const source = v.pipe(v.string(), v.maxLength(20_000_000), v.check(isAddress));

const box = v.object({ left: count, top: count, right: count, bottom: count });

const tile = v.object({
	index: count,
	count,
	overlap: count,
	direction: v.picklist(['down', 'right']),
	part: v.optional(box),
});

const frame = v.object({ number: count, seconds: count, duration: count, index: count, count });

const origin = v.object({
	mediaType: name,
	width: count,
	height: count,
	byteLength: count,
	metadataRemoved: v.boolean(),
	frames: v.optional(count),
	frame: v.optional(frame),
	isPreview: v.optional(v.boolean()),
	background: v.optional(v.picklist(['black', 'grey', 'white'])),
	region: v.optional(box),
	tile: v.optional(tile),
});

const picture = v.object({
	id: plainName,
	name,
	mediaType: name,
	width: count,
	height: count,
	byteLength: count,
	seconds: v.exactOptional(count),
	origin: v.optional(origin),
});

const webPicture = v.object({
	id: plainName,
	kind: v.picklist(['image', 'video']),
	url: v.pipe(v.string(), v.maxLength(10_000), v.startsWith('https:'), v.check(isAddress)),
	name,
});

const change = v.object({
	kind: v.picklist(['changed', 'added', 'deleted']),
	versions: v.array(v.pipe(v.string(), v.maxLength(200))),
});

const question = v.object({
	id: name,
	task: v.picklist(taskIds),
	text: v.string(),
	follows: v.boolean(),
	sources: v.array(source),
	change: v.exactOptional(change),
	consent: v.exactOptional(v.array(v.picklist(['undocumentedFormat', 'beginningOnly', 'firstFrameOnly']))),
	around: v.exactOptional(v.string()),
});

const answerer = v.variant('engine', [
	v.object({ engine: v.literal('glm'), model: v.string(), host: v.string() }),
	v.object({
		engine: v.literal('editor'),
		id: v.string(),
		model: v.string(),
		provider: v.string(),
		family: v.string(),
	}),
	v.object({ engine: v.literal('local') }),
]);

const action = v.union([
	v.object({ id: v.literal('useModel'), label: v.string(), model: v.string() }),
	v.object({ id: v.literal('useEndpoint'), label: v.string(), endpoint: v.string() }),
	v.object({
		id: v.picklist(actionIds.filter((id) => id !== 'useModel' && id !== 'useEndpoint')),
		label: v.string(),
	}),
]);

const turn = v.object({
	question,
	pictures: v.array(v.union([webPicture, picture])),
	status: v.picklist(['preparing', 'waiting', 'streaming', 'done', 'stopped', 'interrupted', 'failed']),
	preparing: v.optional(v.object({ index: count, count })),
	answerer: v.optional(answerer),
	text: v.string(),
	reasoning: v.string(),
	usage: v.optional(
		v.object({
			promptTokens: count,
			completionTokens: count,
			totalTokens: count,
			cachedTokens: v.exactOptional(count),
			reasoningTokens: v.exactOptional(count),
		}),
	),
	finishReason: v.optional(v.string()),
	failure: v.optional(
		v.object({
			message: v.string(),
			action: v.exactOptional(action),
			about: v.exactOptional(v.literal('picture')),
		}),
	),
	restarts: v.exactOptional(count),
	trimmed: v.exactOptional(count),
	places: v.exactOptional(v.array(v.string())),
	startedAt: v.optional(count),
	endedAt: v.optional(count),
	retry: v.optional(
		v.object({ until: count, attempt: count, reason: v.picklist(['busy', 'serviceBroken', 'unreachable']) }),
	),
});

/** Conversations that were kept before anything could wait have no list of it. */
const conversation = v.object({
	turns: v.array(turn),
	attachments: v.optional(v.array(v.object({ id: name, name, source })), []),
	queued: v.optional(v.object({ task: v.picklist(taskIds), text: v.string(), behind: v.string() })),
});

const openFile = v.object({ version: v.literal(keptVersion), conversation, pastId: v.optional(v.unknown()) });

const pastFile = v.object({
	version: v.literal(keptVersion),
	savedAt: v.pipe(count, v.maxValue(8.64e15)),
	conversation,
	// They become icons: anything but data could be fetched from somewhere.
	thumbnails: v.record(
		v.string(),
		v.pipe(v.string(), v.regex(/^data:image\/[\w.+-]+;base64,/), v.maxLength(largestKept)),
	),
});

/** Parses the open conversation, and the id of the past one that it continues. */
interface OpenFile {
	readonly conversation: Conversation;
	readonly pastId: string | undefined;
}

/** Returns the open conversation that a file's text holds; throws for what is damaged. A running answer was interrupted. */
export function parseOpenConversation(text: string): OpenFile {
	const { conversation: kept, pastId } = v.parse(openFile, JSON.parse(text));
	return {
		conversation: restored(kept),
		pastId: typeof pastId === 'string' && isPlainName(pastId) ? pastId : undefined,
	};
}

/** Returns the past conversation that a file's text holds, under the id that its name says; throws for what is damaged. */
export function parsePastConversation(text: string, id: string): PastConversation {
	const { savedAt, conversation: kept, thumbnails } = v.parse(pastFile, JSON.parse(text));
	return { id, savedAt, conversation: restored(kept), thumbnails };
}

function restored(kept: v.InferOutput<typeof conversation>): Conversation {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- they differ only in what JSON leaves out where it is undefined
	return markInterrupted(kept as Conversation);
}

/** Tells whether a text is an address that neither the editor's URIs nor `URL` refuse. */
function isAddress(text: string): boolean {
	const part = parseRegionSource(text);
	if (part) return isAddress(part.source);
	if (/^(?:https?|data):/.test(text)) return URL.canParse(text);
	const [, authority, path = ''] = /^\w[\w+.-]*:(?:\/\/([^/?#]*))?([^?#]*)/.exec(text) ?? [undefined, undefined, '//'];
	return authority ? path === '' || path.startsWith('/') : !path.startsWith('//');
}

/** A closed conversation: its text, and small copies of its pictures. */
export interface PastConversation {
	/** The name of its file without the ending: a plain name, whatever the file says. */
	readonly id: string;
	/** Milliseconds since 1970. */
	readonly savedAt: number;
	readonly conversation: Conversation;
	/** Data URIs, by the ids of the pictures. */
	readonly thumbnails: Readonly<Record<string, string>>;
}
