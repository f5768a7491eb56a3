import { errors, type Locator } from 'playwright-core';

/** Tries again until it is reached; the tries themselves take the time. */
export async function until(what: string, reached: () => Promise<boolean>): Promise<void> {
	const deadline = performance.now() + 30_000;
	while (!(await reached())) {
		if (performance.now() > deadline) throw new Error(`Waited 30 s in vain for ${what}.`);
	}
}

export async function isVisible(locator: Locator, timeout: number): Promise<boolean> {
	return settles(locator.first().waitFor({ timeout }));
}

export async function isHidden(locator: Locator, timeout: number): Promise<boolean> {
	return settles(locator.first().waitFor({ state: 'hidden', timeout }));
}

/** Whether it came about in its own time; any other error is thrown. */
export async function settles(waiting: Promise<void>): Promise<boolean> {
	try {
		await waiting;
		return true;
	} catch (error) {
		if (!(error instanceof errors.TimeoutError)) throw error;
		return false;
	}
}
