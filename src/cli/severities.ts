import { altTextRuleIds, isAltTextRule, type AltTextRuleId } from '../core/review/altTextRules.ts';
import { UsageError } from './usageError.ts';

/** What a finding counts for: a hint and an information are shown, warnings are counted, and one error is too much. */
const severities = ['hint', 'information', 'warning', 'error'] as const;
export type Severity = (typeof severities)[number];

/** What is said of rules; all others have their own severity. */
export type RuleSeverities = Readonly<Partial<Record<AltTextRuleId, Severity | 'off'>>>;

/** What can be argued about: some readers want to hear "Image of", and some pictures need many words. */
const arguable: ReadonlySet<AltTextRuleId> = new Set<AltTextRuleId>(['image-of', 'too-long']);

/** Returns the severity of a rule of which nothing is said. */
export function ownSeverity(rule: AltTextRuleId): Severity {
	return arguable.has(rule) ? 'information' : 'warning';
}

/** Returns the severity of each rule that isn't off; what stands later counts. */
export function severitiesOf(...said: readonly RuleSeverities[]): ReadonlyMap<AltTextRuleId, Severity> {
	const all: RuleSeverities = Object.assign({}, ...said);
	return new Map(
		altTextRuleIds.flatMap((rule) => {
			const severity = all[rule] ?? ownSeverity(rule);
			return severity === 'off' ? [] : [[rule, severity] as const];
		}),
	);
}

/**
 * Reads what is said of a rule; `where` is the option or file that says it.
 * @throws UsageError
 */
export function readRule(id: string, value: unknown, where: string): readonly [AltTextRuleId, Severity | 'off'] {
	if (!isAltTextRule(id)) {
		throw new UsageError(`${where}: there is no rule “${id}”. The rules are ${altTextRuleIds.join(', ')}.`);
	}
	const severity = (['off', ...severities] as const).find((each) => each === value);
	if (severity === undefined) {
		throw new UsageError(`${where}: “${id}” must be off, ${severities.join(', ')}. It is “${String(value)}”.`);
	}
	return [id, severity];
}
