import * as l10n from '@vscode/l10n';
import { altTextRuleIds } from '../../src/core/review/altTextRules.ts';
import {
	canAccept,
	canAsk,
	canJudge,
	decidedText,
	emptyReview,
	isWaiting,
	rowState,
	rowStates,
	type Review,
} from '../../src/core/review/review.ts';
import type { ReviewHostMessage, ReviewMessage } from '../../src/core/review/reviewProtocol.ts';
import { element, setText } from '../panel/element.ts';
import { filterRows, noFilters, type Filters } from './filters.ts';
import { createPictureDialog } from './pictureDialog.ts';
import { createRowPictures } from './rowPictures.ts';
import { createRowList } from './rowList.ts';
import { createRowView } from './rowView.ts';
import { stateName } from './words.ts';

/** The page's memory while its tab is hidden. */
export interface ViewStore {
	getState(): unknown;
	setState(state: unknown): void;
}

/** The review's page. */
export interface ReviewView {
	draw(review: Review): void;
	showPicture(message: Extract<ReviewHostMessage, { readonly type: 'picture' }>): void;
}

/** Builds the page into `root`. `send` reports the person's actions. */
export function createReviewView(
	root: HTMLElement,
	send: (message: ReviewMessage) => void,
	store: ViewStore,
): ReviewView {
	let review = emptyReview;
	let filters: Filters = { ...noFilters, ...storedFilters(store.getState()) };
	const pictures = createRowPictures((id) => send({ type: 'getPicture', id, size: 'small' }));
	const dialog = createPictureDialog(root, (id) => send({ type: 'getPicture', id, size: 'large' }));

	const summary = element('p', { className: 'summary', role: 'status' });
	const shownIds = (holds: (row: Review['rows'][number]) => boolean): string[] =>
		list.rows.filter(holds).map(({ image }) => image.id);
	const write = action('', () => send({ type: 'write', ids: shownIds(canAsk) }));
	write.className = 'primary';
	const check = action('', () => send({ type: 'check', ids: shownIds(canJudge) }));
	const acceptAll = action(l10n.t('Accept All'), () =>
		send({ type: 'decide', ids: shownIds(isAcceptable), decision: 'accepted' }),
	);
	const saves = element('input', { type: 'checkbox' });
	const apply = action('', () => send({ type: 'apply', saves: saves.checked ? 'closed' : 'nothing' }));
	apply.className = 'apply';
	const stop = action(l10n.t('Stop'), () => send({ type: 'stop' }));
	const cancelBatch = action(l10n.t('Cancel Batch'), () => send({ type: 'cancelBatch' }));
	const scanAgain = action(l10n.t('Scan Again'), () => send({ type: 'scanAgain' }));
	const exports = action(l10n.t('Export…'), () => send({ type: 'export', ids: shownIds(() => true) }));

	const search = element('input', {
		type: 'search',
		placeholder: l10n.t('Search'),
		ariaLabel: l10n.t('Search'),
		value: filters.search,
	});
	const stateFilter = choice(l10n.t('State'));
	const documentFilter = choice(l10n.t('File'));
	const ruleFilter = choice(l10n.t('Rule'));
	const filtersChanged = (): void => {
		filters = {
			search: search.value,
			state: rowStates.find((state) => state === stateFilter.value) ?? '',
			document: documentFilter.value,
			rule: altTextRuleIds.find((rule) => rule === ruleFilter.value) ?? '',
		};
		store.setState({ filters });
		draw(review, { keepsCurrent: false });
	};
	for (const each of [search, stateFilter, documentFilter, ruleFilter]) each.addEventListener('input', filtersChanged);

	const nothing = element('p', { className: 'nothing' });
	const scroller = element('main', { ariaLabel: l10n.t('Images') }, nothing);
	const list = createRowList(scroller, (row) =>
		createRowView(row, {
			send,
			documentOf: (image) => documents.get(image.document),
			withPicture: pictures.use,
			enlarge: dialog.open,
			next: () => list.focusRow(list.current + 1),
		}),
	);
	scroller.append(list.element);
	scroller.addEventListener('keydown', (event) => {
		const moved = movedRow(event, list.current, list.rows.length);
		if (moved === undefined) return;
		event.preventDefault();
		list.focusRow(moved);
	});

	root.append(
		element(
			'header',
			{},
			element('h1', { className: 'visually-hidden' }, l10n.t('Alt Text Review')),
			element(
				'div',
				{ className: 'actions' },
				summary,
				write,
				check,
				acceptAll,
				apply,
				label(saves, l10n.t('Save files that were closed')),
				stop,
				cancelBatch,
				scanAgain,
				exports,
			),
			element('div', { className: 'filters' }, search, stateFilter, documentFilter, ruleFilter),
		),
		scroller,
		element(
			'footer',
			{ className: 'keys' },
			l10n.t(
				'Keys: ↑ ↓ row · Enter edit · Ctrl+Enter accept · A accept · S skip · D decorative · R write again · U undecided · P picture · O open in document',
			),
		),
	);

	// The editor gives the focus to the page as a whole: the arrow keys move at once.
	const focusRows = (): void => {
		if (!document.hasFocus() || document.activeElement !== document.body) return;
		if (list.rows.length > 0) list.focusRow(Math.max(0, list.current));
	};
	window.addEventListener('focus', focusRows);

	let documents = new Map<string, Review['documents'][number]>();

	function draw(changed: Review, { keepsCurrent }: { readonly keepsCurrent: boolean }): void {
		if (changed.documents !== review.documents || documents.size === 0) {
			documents = new Map(changed.documents.map((document) => [document.uri, document]));
		}
		review = changed;
		drawChoices();
		list.update(filterRows(review, filters, keepsCurrent ? list.currentId : undefined));
		drawToolbar();
		focusRows();
	}

	function drawChoices(): void {
		const { rows } = review;
		const states = countBy(rows.map(rowState));
		fill(
			stateFilter,
			l10n.t('All states'),
			rowStates
				.filter((state) => states.has(state))
				.map((state) => [state, `${stateName(state)} (${states.get(state)})`]),
			filters.state,
		);
		const byDocument = countBy(rows.map(({ image }) => image.document));
		fill(
			documentFilter,
			l10n.t('All files'),
			[...byDocument].map(([uri, count]) => [uri, `${documents.get(uri)?.path ?? uri} (${count})`]),
			filters.document,
		);
		const rules = countBy(rows.flatMap(({ image }) => image.findings.map(({ rule }) => rule)));
		fill(
			ruleFilter,
			l10n.t('All rules'),
			altTextRuleIds
				.filter((rule) => rules.has(rule) || rule === filters.rule)
				.map((rule) => [rule, `${rule} (${rules.get(rule) ?? 0})`]),
			filters.rule,
		);
	}

	function drawToolbar(): void {
		const { rows, scan } = review;
		const working = rows.filter(isWaiting);
		const inBatch = rows.filter(({ work }) => work?.kind === 'inBatch').length;
		const shown = list.rows;
		const toWrite = shown.filter(canAsk).length;
		const toCheck = shown.filter(canJudge).length;
		const toApply = rows.filter((row) => decidedText(row) !== undefined).length;
		setText(summary, summaryOf(review, { working, inBatch, shown: shown.length }));
		setText(write, toWrite === 1 ? l10n.t('Write 1 Text…') : l10n.t('Write {0} Texts…', toWrite));
		setText(check, toCheck === 1 ? l10n.t('Check 1 Text…') : l10n.t('Check {0} Texts…', toCheck));
		setText(apply, l10n.t('Apply {0}', toApply));
		write.disabled = toWrite === 0;
		check.hidden = toCheck === 0;
		acceptAll.disabled = !shown.some(isAcceptable);
		apply.disabled = toApply === 0;
		stop.hidden = scan === undefined && working.length === 0;
		cancelBatch.hidden = inBatch === 0;
		scanAgain.disabled = scan !== undefined;
		exports.disabled = shown.length === 0;
		nothing.hidden = shown.length > 0;
		setText(
			nothing,
			scan
				? l10n.t('Scanning…')
				: rows.length === 0
					? l10n.t('Nothing was found: every image has an alt text that says something.')
					: l10n.t('No row has all of this. Change the filters or the search.'),
		);
	}

	return {
		draw: (changed) => draw(changed, { keepsCurrent: true }),
		showPicture: ({ id, size, bytes }) => {
			if (size === 'small') pictures.arrived(id, bytes);
			else dialog.arrived(id, bytes);
		},
	};
}

/** Tells whether a row is proposed and waits for a decision. */
function isAcceptable(row: Review['rows'][number]): boolean {
	return rowState(row) === 'proposed' && canAccept(row);
}

function summaryOf(
	{ rows, documents, scan }: Review,
	{
		working,
		inBatch,
		shown,
	}: { readonly working: readonly Review['rows'][number][]; readonly inBatch: number; readonly shown: number },
): string {
	if (scan) {
		return scan.of === undefined
			? l10n.t('Searching for documents: {0}', scan.documents)
			: l10n.t('Scanning: {0} of {1} files', scan.documents, scan.of);
	}
	if (working.length > 0) {
		const isChecking = working.every(({ work }) => work && 'asks' in work && work.asks === 'judgement');
		return isChecking ? l10n.t('Checking: {0} to go', working.length) : l10n.t('Writing: {0} to go', working.length);
	}
	if (inBatch > 0) return l10n.t('In the batch: {0} to go', inBatch);
	const images = documents.reduce((sum, document) => sum + document.images, 0);
	const all =
		documents.length === 1
			? l10n.t('{0} of {1} images', rows.length, images)
			: l10n.t('{0} of {1} images in {2} files', rows.length, images, documents.length);
	return shown === rows.length ? all : l10n.t('{0}, {1} shown', all, shown);
}

/** Returns the row that a key leads to; undefined for any other key, and where the key is for a field. */
function movedRow({ key, target }: KeyboardEvent, current: number, count: number): number | undefined {
	if (target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement) return undefined;
	const page = 5;
	const moves: Readonly<Record<string, number>> = {
		ArrowDown: current + 1,
		ArrowUp: current - 1,
		PageDown: current + page,
		PageUp: current - page,
		Home: 0,
		End: count - 1,
	};
	const moved = moves[key];
	return moved === undefined ? undefined : Math.min(Math.max(0, moved), count - 1);
}

function action(name: string, run: () => void): HTMLButtonElement {
	const made = element('button', { type: 'button' }, name);
	made.addEventListener('click', run);
	return made;
}

function choice(name: string): HTMLSelectElement {
	return element('select', { ariaLabel: name, title: name });
}

/** Fills a choice, unless it is the same: an open list would close. */
function fill(
	select: HTMLSelectElement,
	all: string,
	options: readonly (readonly [value: string, text: string])[],
	chosen: string,
): void {
	const wanted = [['', all] as const, ...options];
	const isSame =
		select.options.length === wanted.length &&
		wanted.every(
			([value, text], index) => select.options[index]?.value === value && select.options[index]?.text === text,
		);
	if (!isSame) {
		select.replaceChildren(...wanted.map(([value, text]) => element('option', { value }, text)));
	}
	select.value = options.some(([value]) => value === chosen) ? chosen : '';
}

function label(input: HTMLInputElement, text: string): HTMLLabelElement {
	return element('label', {}, input, text);
}

function countBy<Key>(keys: readonly Key[]): Map<Key, number> {
	const counts = new Map<Key, number>();
	for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
	return counts;
}

function storedFilters(state: unknown): Partial<Filters> {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page wrote it itself
	return typeof state === 'object' && state !== null && 'filters' in state ? (state.filters as Partial<Filters>) : {};
}
