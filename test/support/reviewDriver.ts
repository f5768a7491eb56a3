// What a person does in the tab with the review of alt text.
import type { Locator } from 'playwright-core';
import type { VscodeWindow } from './window.ts';

/** A row of the review, by the place that it shows. */
export function reviewRow({ review }: VscodeWindow, place: string): Locator {
	return review
		.locator('div.row')
		.filter({ has: review.getByRole('button', { name: place, exact: true, includeHidden: true }) });
}

/** Presses a button of the review, or of a row of it. */
export async function pressIn(place: Pick<Locator, 'getByRole'>, name: string | RegExp): Promise<void> {
	await place.getByRole('button', { name, exact: typeof name === 'string' }).click();
}
