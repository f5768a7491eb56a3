import {
	elementScroll,
	measureElement,
	observeElementOffset,
	observeElementRect,
	Virtualizer,
	defaultRangeExtractor,
} from '@tanstack/virtual-core';
import type { ReviewRow } from '../../src/core/review/review.ts';
import { element } from '../panel/element.ts';

/** The view of one row. */
export interface RowElement {
	readonly element: HTMLElement;
	update(row: ReviewRow): void;
}

/** A list of which only the rows in view, and the one with the focus, are in the page. */
export interface RowList {
	readonly element: HTMLElement;
	update(rows: readonly ReviewRow[]): void;
	/** Brings a row into view and gives it the focus. */
	focusRow(index: number): void;
	/** The index of the row with the focus, or that had it last. */
	readonly current: number;
	readonly currentId: string | undefined;
	readonly rows: readonly ReviewRow[];
}

/** Pixels of a row before it is measured. */
const usualHeight = 150;

/** The number of rows above and below the view that are in the page. */
const overscan = 3;

/** Creates the list in its scroller. */
export function createRowList(scroller: HTMLElement, makeRow: (row: ReviewRow) => RowElement): RowList {
	const list = element('div', { className: 'rows', role: 'list' });
	const views = new Map<string, RowElement>();
	let rows: readonly ReviewRow[] = [];
	let currentId: string | undefined;

	const indexOf = (id: string | undefined): number => rows.findIndex(({ image }) => image.id === id);
	const virtualizer = new Virtualizer<HTMLElement, HTMLElement>({
		count: 0,
		getScrollElement: () => scroller,
		estimateSize: () => usualHeight,
		getItemKey: (index) => rows[index]?.image.id ?? index,
		overscan,
		observeElementRect,
		observeElementOffset,
		scrollToFn: elementScroll,
		measureElement,
		onChange: draw,
	});
	virtualizer._didMount(); // oxlint-disable-line no-underscore-dangle -- as the library's own adapters do

	/** Sets the row with the focus. It stays in the page: else the focus would be lost with it. */
	function setCurrent(id: string): void {
		currentId = id;
		virtualizer.setOptions({
			...virtualizer.options,
			// A function of its own, for what the last one returned is kept.
			rangeExtractor: (range) => {
				const shown = defaultRangeExtractor(range);
				const current = indexOf(currentId);
				return current < 0 || shown.includes(current) ? shown : [...shown, current].toSorted((a, b) => a - b);
			},
		});
	}

	let isDrawing = false;
	let isOutdated = false;

	/** Draws until nothing changes any more: a row that is measured moves those below it. */
	function draw(): void {
		isOutdated = true;
		if (isDrawing) return;
		isDrawing = true;
		while (isOutdated) {
			isOutdated = false;
			drawOnce();
		}
		isDrawing = false;
	}

	function drawOnce(): void {
		const items = virtualizer.getVirtualItems();
		list.style.height = `${virtualizer.getTotalSize()}px`;
		const shown = new Set(items.map(({ key }) => key));
		for (const [id, { element: gone }] of views) {
			if (shown.has(id)) continue;
			gone.remove();
			views.delete(id);
		}
		let before: Element | undefined;
		for (const { index, start } of items) {
			const row = rows[index];
			if (!row) continue;
			let view = views.get(row.image.id);
			if (!view) {
				view = makeRow(row);
				views.set(row.image.id, view);
			}
			const { element: item } = view;
			item.dataset['index'] = String(index);
			item.ariaPosInSet = String(index + 1);
			item.ariaSetSize = String(rows.length);
			item.tabIndex = index === Math.max(0, indexOf(currentId)) ? 0 : -1;
			item.style.transform = `translateY(${start}px)`;
			view.update(row);
			// In the order of reading, without moving what is there: that would take the focus from it.
			const next = before ? before.nextElementSibling : list.firstElementChild;
			if (item !== next) list.insertBefore(item, next);
			before = item;
			virtualizer.measureElement(item);
		}
	}

	list.addEventListener('focusin', ({ target }) => {
		const item = target instanceof Element ? target.closest<HTMLElement>('.row') : null;
		const row = rows[Number(item?.dataset['index'])];
		if (!row || row.image.id === currentId) return;
		setCurrent(row.image.id);
		draw();
	});

	return {
		element: list,
		update(changed) {
			rows = changed;
			if (indexOf(currentId) < 0) currentId = undefined;
			virtualizer.setOptions({ ...virtualizer.options, count: rows.length });
			virtualizer._willUpdate(); // oxlint-disable-line no-underscore-dangle -- as the library's own adapters do
			draw();
		},
		focusRow(index) {
			const row = rows[Math.min(Math.max(0, index), rows.length - 1)];
			if (!row) return;
			setCurrent(row.image.id);
			draw();
			views.get(row.image.id)?.element.focus({ preventScroll: true });
			virtualizer.scrollToIndex(indexOf(row.image.id), { align: 'auto' });
		},
		get current() {
			return indexOf(currentId);
		},
		get currentId() {
			return currentId;
		},
		get rows() {
			return rows;
		},
	};
}
