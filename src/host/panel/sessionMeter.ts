import * as vscode from 'vscode';
import type { Usage } from '../../core/answer.ts';
import type { ModelLimits } from '../../core/glm/models.ts';
import { addUsage, noUsage, type PlanQuota, type SessionUsage } from '../../core/sessionUsage.ts';

/** Adds up what the answers of this window took, beside the quota of the plan that pays for them. */
export class SessionMeter implements vscode.Disposable {
	readonly #changed = new vscode.EventEmitter<SessionUsage>();
	#now: SessionUsage = noUsage;
	readonly onChange = this.#changed.event;

	get now(): SessionUsage {
		return this.#now;
	}

	/** Adds an answer of a model with this price. */
	add(usage: Usage, price: ModelLimits['price']): void {
		this.#set(addUsage(this.#now, usage, price));
	}

	/** Replaces the quota of the plan; undefined if none pays, or nothing is known of it. */
	setPlan(plan: PlanQuota | undefined): void {
		if (plan !== this.#now.plan) this.#set({ ...this.#now, plan });
	}

	dispose(): void {
		this.#changed.dispose();
	}

	#set(now: SessionUsage): void {
		this.#now = now;
		this.#changed.fire(now);
	}
}
