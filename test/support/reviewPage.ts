// The review's page in a plain browser, and its host, which is played by the test.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { emptyReview, reduceReview, type Review, type ReviewEvent } from '../../src/core/review/review.ts';
import { parseReviewMessage, type ReviewMessage } from '../../src/core/review/reviewProtocol.ts';
import { projectDir } from './places.mjs';
import { sampleBytes } from './pageConversation.ts';
import { openWebviewPage, postToPage, wear, type PageLanguage } from './webviewPage.ts';
import type { Theme } from './themes.ts';

export interface ReviewPageOptions {
	readonly events: readonly ReviewEvent[];
	readonly theme?: Theme;
	readonly language?: PageLanguage;
	readonly viewport?: { readonly width: number; readonly height: number };
}

/** The page of a review, and its host. */
export class ReviewPage {
	readonly page: Page;
	/** What the person did there, as the host is told, in order. */
	readonly sent: ReviewMessage[] = [];
	#review: Review = emptyReview;

	constructor(page: Page) {
		this.page = page;
	}

	async open({ events, language = 'en', theme = 'Dark Modern' }: ReviewPageOptions): Promise<void> {
		for (const event of events) this.#review = reduceReview(this.#review, event);
		await openWebviewPage(this.page, {
			folder: 'review',
			files: ['review.css', 'main.js'],
			language,
			theme,
			onRequest: (url) => {
				throw new Error(`The page asked for ${url}.`);
			},
			onMessage: async (message) => this.#handle(message),
		});
		await this.page.locator('.summary', { hasText: /\S/ }).waitFor();
	}

	get rows(): Locator {
		return this.page.locator('div.row');
	}

	row(id: string): Locator {
		return this.page.locator(`div.row[data-id="${id}"]`);
	}

	button(name: string): Locator {
		return this.page.getByRole('button', { name, exact: true });
	}

	/** Has something happen in the host, one thing after the other; resolves when it is drawn. */
	async apply(...events: readonly ReviewEvent[]): Promise<void> {
		for (const event of events) {
			this.#review = reduceReview(this.#review, event);
			await postToPage(this.page, { type: 'event', event });
		}
		await this.page.evaluate(
			async () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
		);
	}

	async wear(theme: Theme): Promise<void> {
		await wear(this.page, theme);
	}

	async screenshot(name: string): Promise<void> {
		const folder = join(projectDir, 'test-output');
		mkdirSync(folder, { recursive: true });
		await this.page.screenshot({ path: join(folder, name) });
	}

	/** Plays the host: what a person decides comes back as an event. */
	async #handle(received: unknown): Promise<void> {
		const message = parseReviewMessage(received);
		if (!message) throw new Error(`The page sent an invalid message: ${JSON.stringify(received)}`);
		if (message.type === 'ready') {
			const { rows, ...others } = this.#review;
			await postToPage(this.page, { type: 'state', review: { ...others, rows: [] }, rowCount: rows.length });
			return postToPage(this.page, JSON.stringify({ type: 'rows', rows }));
		}
		if (message.type === 'getPicture') {
			const { id, size } = message;
			const name = this.#review.rows.find(({ image }) => image.id === id)?.image.picture ?? '';
			const bytes = name === 'gone.png' ? undefined : sampleBytes(name);
			return postToPage(this.page, { type: 'picture', id, size, bytes });
		}
		this.sent.push(message);
		if (message.type === 'edit') return this.apply({ kind: 'edited', id: message.id, alt: message.alt });
		if (message.type === 'decide') {
			return this.apply({ kind: 'decided', ids: message.ids, decision: message.decision });
		}
	}
}
