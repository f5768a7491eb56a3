import { join } from 'node:path';
import { startGlmServer, type GlmServer } from './glmServer.ts';
import { projectDir } from './places.mjs';
import { openWindow, type VscodeWindow } from './window.ts';

/** What the tests of one `describe` share. */
export interface SamplesWindow {
	/** The stand-in that answers in it. */
	readonly glm: GlmServer;
	readonly window: VscodeWindow;
}

/**
 * Registers mocha's hooks: a window on the sample pictures is opened before the tests and closed behind them, and what was
 * on screen is kept when one of them fails. `use` gets it before the first test.
 */
export function useSamplesWindow(
	use: (opened: SamplesWindow) => void,
	{ settings = {}, command }: { readonly settings?: Readonly<Record<string, unknown>>; readonly command?: string } = {},
): void {
	let glm: GlmServer | undefined;
	let window: VscodeWindow | undefined;

	before(async () => {
		glm = await startGlmServer();
		window = await openWindow({
			extension: projectDir,
			workspace: join(projectDir, 'media/samples'),
			settings: { 'glimpse.endpoint': glm.endpoint, ...settings },
		});
		await window.waitForExtension(command);
		use({ glm, window });
	});

	afterEach(async function () {
		await window?.keepEvidence(this.currentTest);
	});

	after(async () => {
		await window?.close();
		await glm?.stop();
	});
}
