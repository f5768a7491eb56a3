import { showProgress, type WorkProgress } from '../notifications.ts';
import type { AltTextParts } from './altTextServices.ts';

/** Runs work that was started in an editor: with a notification that can stop it, as the command Stop can. */
export async function withAltTextProgress<Result>(
	parts: Pick<AltTextParts, 'running'>,
	title: string,
	work: (signal: AbortSignal, progress: WorkProgress) => Promise<Result>,
): Promise<Result> {
	const controller = new AbortController();
	parts.running.add(controller);
	try {
		return await showProgress(title, (signal, progress) =>
			work(AbortSignal.any([signal, controller.signal]), progress),
		);
	} finally {
		parts.running.delete(controller);
	}
}
