import { visibleLine } from '../visibleText.ts';
import { isJsonObject, numberIn, type JsonObject } from './json.ts';
import type { Service } from './services.ts';

/** A model that a server offers, as far as the server says what it is. */
export interface OfferedModel {
	readonly id: string;
	/** True if it takes pictures; undefined if the server doesn't say. */
	readonly sees: boolean | undefined;
	/** Tokens; undefined if the server doesn't say. */
	readonly context?: number | undefined;
	/** The host where it really runs, if the server only passes questions on to it. */
	readonly runsAt?: string | undefined;
}

/** The models that a server offers, and the program that it seems to be. */
export interface Offer {
	readonly models: readonly OfferedModel[];
	/** The name of the program, for people; undefined if nothing tells it. */
	readonly program: string | undefined;
	readonly kind: Service['kind'] | undefined;
}

/** The most models of one server: a longer list is one to search, not to read. */
const mostModels = 500;

/** The most characters of an id. */
const longestId = 200;

/** Programs by the owner that they give their models in the list of OpenAI's form. */
const programs: ReadonlyMap<string, { readonly program: string; readonly kind?: Service['kind'] }> = new Map([
	['llamacpp', { program: 'llama.cpp', kind: 'llamaCpp' }],
	['library', { program: 'Ollama', kind: 'ollama' }],
	['organization_owner', { program: 'LM Studio', kind: 'lmStudio' }],
	['vllm', { program: 'vLLM' }],
	['sglang', { program: 'SGLang' }],
	['lmdeploy', { program: 'LMDeploy' }],
] as const);

/** Models that only turn text into numbers. */
const embeds = /embed/i;

/** What a server says of a model that doesn't chat. */
const otherTypes = /embed|rerank|moderation|speech|audio|transcri|^(?:image|video)$/i;

/** Reads a list of models in OpenAI's form, with what several servers add to it; undefined if it is none. */
export function readModelList(body: unknown): Offer | undefined {
	const entries = Array.isArray(body) ? bareEntries(body) : entriesOf(body, 'data');
	if (!entries) return undefined;
	// llama.cpp says beside that list what each of them can do.
	const beside = new Map((entriesOf(body, 'models') ?? []).map((entry) => [idOf(entry, 'name', 'model'), entry]));
	const known = entries
		.map((entry) => programs.get(String(entry['owned_by'])))
		.find((program) => program !== undefined);
	return {
		models: modelsIn(entries.filter(chats), (entry) => {
			const id = idOf(entry, 'id');
			return { id, sees: seesBy([beside.get(id), entry]), context: contextOf(entry) };
		}),
		program: known?.program,
		kind: known?.kind,
	};
}

/** Returns the entries of a list that stands alone, as Together sends it; undefined if it could be one of anything. */
function bareEntries(list: readonly unknown[]): readonly JsonObject[] | undefined {
	const entries = list.filter(isJsonObject);
	return entries.some(({ object }) => object === 'model') ? entries : undefined;
}

/** Tells whether a model may answer questions, by what its server says. */
function chats(entry: JsonObject): boolean {
	const { type, model_type: modelType, supports_chat: supportsChat, status, capabilities } = entry;
	const isOther = [type, modelType].some((each) => typeof each === 'string' && otherTypes.test(each));
	const isChat = isJsonObject(capabilities) ? capabilities['completion_chat'] : supportsChat;
	return !isOther && isChat !== false && status !== 'Shutdown';
}

/** Where servers put what a model can do: beside its id, or in one of these. */
const abilityPlaces = ['architecture', 'capabilities', 'modalities', 'metadata', 'meta'];

/** Lists of what a model takes, which are complete, and of other words about it, which need not be. */
const inputLists = ['input_modalities', 'supported_input_modalities', 'input', 'capabilities', 'model_ability'];
const wordLists = ['modalities', 'tags', 'labels', 'features', 'task_type'];

/** The name of a field that tells whether a model takes pictures. */
const sightFlag = /^(?:supports?_?)?(?:vision|images?|image_in|image_?inputs?)$/i;

/** Tells by what a server says of a model whether it takes pictures; undefined if it doesn't say. */
function seesBy(entries: readonly unknown[]): boolean | undefined {
	const places = entries
		.filter(isJsonObject)
		.flatMap((entry) => [entry, ...abilityPlaces.map((name) => entry[name]).filter(isJsonObject)]);
	const flags = places.flatMap((place) =>
		Object.keys(place).flatMap((name) => (sightFlag.test(name) ? [place[name]] : [])),
	);
	const textsOf = (names: readonly string[]): readonly string[] =>
		places.flatMap((place) => names.flatMap((name) => textsIn(place[name])));
	const taken = textsOf(inputLists);
	if (flags.includes(true) || [...taken, ...textsOf(wordLists)].some(isSight)) return true;
	return taken.length > 0 || flags.includes(false) ? false : undefined;
}

/** The names of the most tokens that a model takes, the most exact first. */
const contextFields = ['max_model_len', 'context_length', 'context_window', 'max_context_length'];

function contextOf(entry: JsonObject): number | undefined {
	const providers = Array.isArray(entry['providers']) ? entry['providers'] : [];
	return [entry, entry['metadata'], entry['token_limits'], ...providers]
		.filter(isJsonObject)
		.flatMap((place) => contextFields.map((name) => numberIn(place[name])))
		.find((context) => context !== undefined);
}

/** Reads Ollama's list of models (`GET /api/tags`), which says only of some what they can do; undefined if it is none. */
export function readOllamaTags(body: unknown): Offer | undefined {
	const entries = entriesOf(body, 'models');
	if (!entries) return undefined;
	const models = modelsIn(entries, (entry) => ({
		id: idOf(entry, 'model', 'name'),
		...ollamaAbilities(entry),
		runsAt: typeof entry['remote_host'] === 'string' ? URL.parse(entry['remote_host'])?.hostname : undefined,
	}));
	return { models, program: 'Ollama', kind: 'ollama' };
}

/** Reads what Ollama says of one model (`POST /api/show`). */
export function readOllamaModel(body: unknown): Pick<OfferedModel, 'sees' | 'context'> {
	if (!isJsonObject(body)) return { sees: undefined };
	const info = isJsonObject(body['model_info']) ? Object.entries(body['model_info']) : [];
	const [, context] = info.find(([name]) => name.endsWith('.context_length')) ?? [];
	return { ...ollamaAbilities(body), context: numberIn(context) };
}

/** Tells whether a server's word for an ability means that the model takes pictures. */
function isSight(ability: string): boolean {
	return ['vision', 'image', 'multimodal', 'visualquestionanswering'].includes(ability.toLowerCase());
}

function ollamaAbilities(entry: JsonObject): Pick<OfferedModel, 'sees'> {
	const capabilities = textsIn(entry['capabilities']);
	if (capabilities.length > 0) return { sees: capabilities.some(isSight) };
	// Versions before these capabilities name the part that sees as a family.
	const families = textsIn(isJsonObject(entry['details']) ? entry['details']['families'] : undefined);
	return { sees: families.some((family) => ['clip', 'mllama'].includes(family)) || undefined };
}

/** Reads LM Studio's own list of models (`GET /api/v0/models`, or `/api/v1/models`); undefined if it is none. */
export function readLmStudioModels(body: unknown): Offer | undefined {
	const entries = (entriesOf(body, 'data') ?? entriesOf(body, 'models'))?.filter(
		(entry) => typeof entry['type'] === 'string',
	);
	if (!entries || entries.length === 0) return undefined;
	const models = modelsIn(entries.filter(chats), (entry) => ({
		id: idOf(entry, 'id', 'key'),
		sees: entry['type'] === 'vlm' || seesBy([{ capabilities: entry['capabilities'] }]) === true,
		context: numberIn(entry['max_context_length']),
	}));
	return { models, program: 'LM Studio', kind: 'lmStudio' };
}

/** Reads from the properties of llama.cpp (`GET /props`) whether the model that it has loaded sees. */
export function readLlamaCppSight(body: unknown): boolean | undefined {
	const modalities = isJsonObject(body) ? body['modalities'] : undefined;
	const vision = isJsonObject(modalities) ? modalities['vision'] : undefined;
	return typeof vision === 'boolean' ? vision : undefined;
}

/** Returns the usable models of a list, each once. */
function modelsIn(entries: readonly JsonObject[], read: (entry: JsonObject) => OfferedModel): readonly OfferedModel[] {
	const models = new Map<string, OfferedModel>();
	for (const entry of entries.slice(0, mostModels)) {
		const model = read(entry);
		const { id } = model;
		// An id is shown as it is asked for.
		const isReadable = id !== '' && id.length <= longestId && visibleLine(id).trim() === id;
		if (isReadable && !embeds.test(id)) models.set(id, model);
	}
	return [...models.values()];
}

function entriesOf(body: unknown, name: string): readonly JsonObject[] | undefined {
	const entries = isJsonObject(body) ? body[name] : undefined;
	return Array.isArray(entries) ? entries.filter(isJsonObject) : undefined;
}

function idOf(entry: JsonObject, ...names: readonly string[]): string {
	const id = names.map((name) => entry[name]).find((value) => typeof value === 'string' && value !== '');
	return typeof id === 'string' ? id : '';
}

function textsIn(value: unknown): readonly string[] {
	return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
