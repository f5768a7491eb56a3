// A repository for a test, made with the Git of this machine.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export class GitRepositoryBed {
	readonly folder: string;

	/** Makes an empty repository of a folder that is there. */
	constructor(folder: string) {
		this.folder = folder;
		this.git('init', '--quiet', '--initial-branch=main');
		for (const [name, value] of [
			['user.name', 'Test'],
			['user.email', 'test@example.com'],
			['commit.gpgsign', 'false'],
			['core.autocrlf', 'false'],
		] as const) {
			this.git('config', name, value);
		}
	}

	/** Runs Git as nobody has set it up, and gives what it prints. */
	git(...args: readonly string[]): string {
		try {
			const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
			return execFileSync('git', args, { cwd: this.folder, env, encoding: 'utf8', stdio: 'pipe' }).trim();
		} catch (error) {
			if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
				throw new Error('These tests need Git on the PATH: install it.', { cause: error });
			}
			throw error;
		}
	}

	write(name: string, content: string | Uint8Array): void {
		const path = join(this.folder, name);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, content);
	}

	remove(name: string): void {
		rmSync(join(this.folder, name));
	}

	stage(): void {
		this.git('add', '--all');
	}

	/** Commits all that there is, and gives the hash. */
	commit(message: string): string {
		this.stage();
		this.git('commit', '--quiet', '--message', message);
		return this.git('rev-parse', 'HEAD');
	}
}
