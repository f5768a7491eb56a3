import { ReviewPage, type ReviewPageOptions } from './reviewPage.ts';
import { usePages } from './usePages.ts';

/** Registers mocha's hooks for reviews that a test opens. */
export function useReviewPage(): (options: ReviewPageOptions) => Promise<ReviewPage> {
	const openPage = usePages();
	return async (options) => {
		const page = new ReviewPage(await openPage({ viewport: options.viewport ?? { width: 900, height: 700 } }));
		await page.open(options);
		return page;
	};
}
