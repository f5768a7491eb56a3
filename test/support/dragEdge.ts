import type { VscodeWindow } from './window.ts';

/** Drags the edge of a side bar to the right by a number of pixels, to the left by a negative one. */
export async function dragEdge(
	{ page }: VscodeWindow,
	{ of, edge, by }: { readonly of: string; readonly edge: 'left' | 'right'; readonly by: number },
): Promise<void> {
	const box = await page.locator(of).boundingBox();
	if (!box) throw new Error(`There is no ${of}.`);
	const x = edge === 'left' ? box.x - 1 : box.x + box.width + 1;
	const y = box.y + box.height / 2;
	await page.mouse.move(x, y);
	await page.mouse.down();
	await page.mouse.move(x + by, y, { steps: 5 });
	await page.mouse.up();
}
