import * as vscode from 'vscode';
import type { Usage } from '../../core/answer.ts';
import type { ModelLimits } from '../../core/glm/models.ts';
import { addUsage, noUsage, type SessionUsage } from '../../core/sessionUsage.ts';

/** Adds up what the answers of this window took. */
export class SessionMeter implements vscode.Disposable {
	readonly #changed = new vscode.EventEmitter<SessionUsage>();
	#now: SessionUsage = noUsage;
	readonly onChange = this.#changed.event;

	get now(): SessionUsage {
		return this.#now;
	}

	/** Adds an answer of a model with this price. */
	add(usage: Usage, price: ModelLimits['price']): void {
		this.#now = addUsage(this.#now, usage, price);
		this.#changed.fire(this.#now);
	}

	dispose(): void {
		this.#changed.dispose();
	}
}
