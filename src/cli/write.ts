import { join } from 'node:path';
import { isAloneInLink } from '../core/altText/altAnswer.ts';
import { decideOutcome, isOnGitHub, type AltAnswer, type AltDecision } from '../core/altText/altText.ts';
import type { AltTextQuestion } from '../core/altText/altTextPrompt.ts';
import { runAll } from '../core/altText/altTextRun.ts';
import { documentLanguage } from '../core/altText/documentLanguage.ts';
import { needsNoKey, parseEndpoint } from '../core/endpoint.ts';
import { failureOf, type Failure } from '../core/failure.ts';
import { isAboutOnePicture } from '../core/failureSubject.ts';
import { lazy } from '../core/markup/markupDocument.ts';
import { messageText } from '../core/outsideText.ts';
import type { ScannedImage } from '../core/review/scanDocument.ts';
import { createMarkupWorker, type MarkupWorker } from '../documents/markupWorker.ts';
import { ScanPool } from '../documents/scanPool.ts';
import { AnswerFiles, cacheFolder, type AnswerKey } from './answerFiles.ts';
import type { WriteCommand } from './arguments.ts';
import { DiskFiles, pathWithSlashes, systemPath } from '../documents/diskFiles.ts';
import { dryRun } from './dryRun.ts';
import { failureSentence } from './failureSentence.ts';
import { findDocuments } from './findDocuments.ts';
import { counted, logLine } from './formats.ts';
import { ModelAsker } from './modelAsker.ts';
import { hashOf, pictureOf } from './pictureOf.ts';
import { ProgressBar } from './progressBar.ts';
import { relativePath } from './relativePath.ts';
import { readRepository, type Repository } from './repository.ts';
import { scanRepository, type CheckedDocument } from './scanRepository.ts';
import { severitiesOf } from './severities.ts';
import { tellUnread } from './tellUnread.ts';
import { UsageError } from './usageError.ts';
import { writeAnswers, type WrittenImage } from './writeAnswers.ts';

const defaults = { endpoint: 'https://open.bigmodel.cn/api/paas/v4', model: 'glm-4.6v-flash' } as const;

/** The exit code after Ctrl+C, as shells expect it. */
const interrupted = 130;

/**
 * Has a model write alt texts that are missing or placeholders.
 * @returns the exit code: 1 if some are left to write
 * @throws UsageError where nothing can be asked
 */
export async function write(command: WriteCommand): Promise<number> {
	const here = pathWithSlashes('.');
	const files = new DiskFiles();
	const repository = await readRepository(files, here);
	const endpoint = endpointFrom(command.endpoint ?? defaults.endpoint);
	const model = command.model ?? defaults.model;
	const key = command.isDryRun ? undefined : keyFor(endpoint);
	const localFolder = join(import.meta.dirname, 'local');
	const controller = new AbortController();
	const stop = (): void => {
		// The second time whoever waits is in a hurry.
		if (controller.signal.aborted) process.exit(interrupted);
		controller.abort();
	};
	process.on('SIGINT', stop).on('SIGTERM', stop);
	try {
		const documents = await findWritable(command, { files, repository, localFolder, signal: controller.signal });
		const context = { files, repository, here, endpoint, model };
		if (command.isDryRun) {
			process.stdout.write(await dryRun(documents, context));
			return 0;
		}
		const asker = new ModelAsker({ endpoint, key, model, localFolder });
		const worker = createMarkupWorker({ folder: localFolder });
		const cache = command.usesCache ? new AnswerFiles(await cacheFolder(systemPath(repository.root))) : undefined;
		try {
			return await new Writing({ ...context, asker, worker, cache, signal: controller.signal }, documents).run();
		} finally {
			worker.dispose();
			await asker.dispose();
		}
	} finally {
		process.off('SIGINT', stop).off('SIGTERM', stop);
	}
}

function endpointFrom(value: string): URL {
	try {
		return parseEndpoint(value, []);
	} catch (error) {
		throw new UsageError(failureSentence(failureOf(error)), { cause: error });
	}
}

/** Returns the key in the environment, its only place. */
function keyFor(endpoint: URL): string | undefined {
	const key = process.env['GLIMPSE_API_KEY']?.trim() || undefined;
	if (key === undefined && !needsNoKey(endpoint)) {
		throw new UsageError(failureSentence({ kind: 'keyMissing', host: endpoint.host }));
	}
	if (key !== undefined && !/^[!-~]+$/.test(key)) {
		throw new UsageError('The environment variable GLIMPSE_API_KEY has characters that no API key has.');
	}
	return key;
}

/** Returns the documents with the images whose alt text is to be written. */
async function findWritable(
	{ paths, rules }: WriteCommand,
	{
		files,
		repository,
		localFolder,
		signal,
	}: {
		readonly files: DiskFiles;
		readonly repository: Repository;
		readonly localFolder: string;
		readonly signal: AbortSignal;
	},
): Promise<readonly CheckedDocument[]> {
	const severities = severitiesOf(repository.rules, rules, { unresolved: 'off' });
	const pool = new ScanPool({ folder: localFolder });
	const found = findDocuments(paths.length > 0 ? paths : ['.'], { files, repository, signal });
	const isWanted = severities.has.bind(severities);
	const { documents, unread } = await scanRepository(found, { files, repository, pool, isWanted, signal }).finally(() =>
		pool.dispose(),
	);
	tellUnread(unread, pathWithSlashes('.'));
	return documents
		.map((document) => ({ ...document, images: document.images.filter(isToBeWritten) }))
		.filter(({ images }) => images.length > 0);
}

/** Tells whether an image lacks its alt text: other findings are for people to judge. */
function isToBeWritten({ state, canWrite }: ScannedImage): boolean {
	return canWrite && (state === 'missing' || state === 'placeholder');
}

interface WritingContext {
	readonly files: DiskFiles;
	readonly repository: Repository;
	readonly here: string;
	readonly endpoint: URL;
	readonly model: string;
	readonly asker: ModelAsker;
	readonly worker: MarkupWorker;
	readonly cache: AnswerFiles | undefined;
	readonly signal: AbortSignal;
}

/** An image of a document. */
interface Item {
	readonly document: CheckedDocument;
	readonly image: ScannedImage;
}

/** Asks about images, some at once, and writes into each document as soon as all of its answers are there. */
class Writing {
	readonly #context: WritingContext;
	readonly #items: readonly Item[];
	readonly #bar: ProgressBar;
	/** The answers that are still to be written, and the number of images without one, by document. */
	readonly #answers = new Map<CheckedDocument, Map<ScannedImage, AltDecision>>();
	readonly #open = new Map<CheckedDocument, number>();
	readonly #languages = new Map<CheckedDocument, () => Promise<string | undefined>>();
	/** Questions that run, so that none is sent twice. */
	readonly #asked = new Map<string, Promise<AltAnswer>>();
	readonly #counts = { written: 0, decorative: 0, left: 0, failed: 0 };
	/** One document is written after the other. */
	#lastWrite: Promise<void> = Promise.resolve();

	constructor(context: WritingContext, documents: readonly CheckedDocument[]) {
		this.#context = context;
		this.#items = documents.flatMap((document) => document.images.map((image) => ({ document, image })));
		this.#bar = new ProgressBar(process.stderr, this.#items.length);
		for (const document of documents) {
			this.#answers.set(document, new Map());
			this.#open.set(document, document.images.length);
			this.#languages.set(
				document,
				lazy(() => this.#languageOf(document)),
			);
		}
	}

	async run(): Promise<number> {
		const { signal } = this.#context;
		/** Aborted once a question has shown that none will be answered; those that run may have been billed, and come to their end. */
		const ending = new AbortController();
		let failure: Failure | undefined;
		const work = async (item: Item, slowDown: () => void): Promise<void> => {
			try {
				const decision = await this.#decide(item, { onBusy: slowDown, signal });
				this.#answers.get(item.document)?.set(item.image, decision);
			} catch (error) {
				const reason = failureOf(error);
				if (!isAboutOnePicture(reason)) {
					if (reason.kind !== 'cancelled') failure ??= reason;
					ending.abort();
					return;
				}
				this.#counts.failed++;
				this.#tell(process.stderr, item, failureSentence(reason));
			}
			this.#bar.step();
			const open = (this.#open.get(item.document) ?? 0) - 1;
			this.#open.set(item.document, open);
			if (open === 0) this.#writeNext(item.document);
		};
		await runAll({ items: this.#items, work, signal: AbortSignal.any([signal, ending.signal]) });
		// What was answered until it ended is kept.
		for (const document of this.#answers.keys()) this.#writeNext(document);
		await this.#lastWrite;
		this.#bar.end();
		process.stdout.write(`${this.#summary()}\n`);
		if (failure) throw new UsageError(failureSentence(failure));
		if (signal.aborted) return interrupted;
		return this.#counts.written + this.#counts.decorative < this.#items.length ? 1 : 0;
	}

	async #decide(
		{ document, image }: Item,
		{ onBusy, signal }: { readonly onBusy: () => void; readonly signal: AbortSignal },
	): Promise<AltDecision> {
		const { repository, model, endpoint, asker, cache } = this.#context;
		const path = relativePath(repository.root, document.path);
		const picture = await pictureOf(image.source, document.path, this.#context);
		const question: AltTextQuestion = {
			surrounding: image.surrounding,
			language: await this.#languages.get(document)?.(),
			maxLength: repository.maxLength,
			alt: image.alt,
			isOnGitHub: isOnGitHub(path),
		};
		const key: AnswerKey = { picture: await hashOf(picture), question, model, host: endpoint.host };
		const ask = async (): Promise<AltAnswer> => {
			const known = await cache?.get(key);
			if (known) return known;
			const answer = await asker.ask({ picture, question, onBusy }, signal);
			await cache?.keep(key, answer);
			return answer;
		};
		const name = JSON.stringify(key);
		const asked = this.#asked.get(name) ?? ask();
		this.#asked.set(name, asked);
		return decideOutcome(await asked, {
			isOnGitHub: question.isOnGitHub,
			isAloneInLink: isAloneInLink(image.surrounding),
		});
	}

	async #languageOf({ path, markup, text }: CheckedDocument): Promise<string | undefined> {
		const { worker, repository } = this.#context;
		const outline = await worker.outline({ key: path, language: markup, text });
		return documentLanguage(`/${relativePath(repository.root, path)}`, outline);
	}

	/** Writes what there is for a document, after those before it. */
	#writeNext(document: CheckedDocument): void {
		const answers = this.#answers.get(document);
		this.#answers.delete(document);
		if (!answers || answers.size === 0) return;
		this.#lastWrite = this.#lastWrite.then(() => this.#write(document, answers));
	}

	async #write(document: CheckedDocument, answers: ReadonlyMap<ScannedImage, AltDecision>): Promise<void> {
		const { worker, repository } = this.#context;
		const written = await writeAnswers(document, answers, { worker, root: repository.root });
		for (const each of written) this.#count(document, each);
	}

	#count(document: CheckedDocument, { image, outcome, reason, alt }: WrittenImage): void {
		this.#counts[outcome]++;
		const item = { document, image };
		if (outcome === 'failed') this.#tell(process.stderr, item, reason);
		else if (outcome === 'left') this.#tell(process.stderr, item, 'It may be decorative, so nothing was written.');
		else this.#tell(process.stdout, item, outcome === 'decorative' ? 'decorative' : `“${alt}”`);
	}

	#tell(stream: NodeJS.WriteStream, { document, image }: Item, text: string): void {
		const place = `${relativePath(this.#context.here, document.path)}:${image.line + 1}:${image.column + 1}`;
		this.#bar.line(stream, logLine(`${place}: ${messageText(text)}`));
	}

	#summary(): string {
		const { written, decorative, left, failed } = this.#counts;
		const open = this.#items.length - written - decorative - left - failed;
		const parts = [
			`${written} written`,
			decorative > 0 && `${decorative} decorative`,
			left > 0 && `${left} may be decorative`,
			failed > 0 && `${failed} not written`,
			open > 0 && `${open} not asked about`,
		];
		return `${counted(this.#items.length, 'image')} without alt text: ${parts.filter(Boolean).join(', ')}.`;
	}
}
