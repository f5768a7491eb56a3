import { parseArgs } from 'node:util';
import { altTextRuleIds } from '../core/review/altTextRules.ts';
import { reportFormats, type ReportFormat } from './report.ts';
import { readRule, type RuleSeverities } from './severities.ts';
import { UsageError } from './usageError.ts';

/** What is to be done. */
export type Command =
	| { readonly name: 'help' | 'version' }
	| {
			readonly name: 'check';
			readonly paths: readonly string[];
			readonly format: ReportFormat;
			readonly rules: RuleSeverities;
			/** The number of warnings that are let pass. */
			readonly maxWarnings: number;
	  }
	| WriteCommand;

export interface WriteCommand {
	readonly name: 'write';
	readonly paths: readonly string[];
	readonly rules: RuleSeverities;
	/** Says what would be sent, and sends nothing. */
	readonly isDryRun: boolean;
	/** Undefined for the built-in one. */
	readonly model: string | undefined;
	readonly endpoint: string | undefined;
	readonly usesCache: boolean;
}

export const help = `Finds images without alt text in documentation and source code, and writes what is missing.

  glimpse check [path…]   finds alt texts that are missing or say nothing; sends nothing
    --format FORMAT       ${reportFormats.join(', ')} (default: text)
    --rules ID=SEVERITY   off, hint, information, warning or error; several with commas
    --max-warnings N      how many warnings are let pass (default: 0)

  glimpse write [path…]   has a model write alt texts that are missing or placeholders
    --dry-run             says what would be sent, where, and what it costs; sends nothing
    --model ID            the model to ask (default: glm-4.6v-flash)
    --endpoint URL        the service to ask (default: https://open.bigmodel.cn/api/paas/v4)
    --rules ID=off        passes over what the rule finds
    --no-cache            asks again about pictures that were answered before

  glimpse --help, glimpse --version

Without a path, the folder is checked that the command runs in. The API key comes from the
environment variable GLIMPSE_API_KEY alone. Rules and exclusions of a repository stand in
.glimpserc.json, or as "glimpse" in package.json.

Rules: ${altTextRuleIds.join(', ')}

Exit codes: 0 all is well, 1 something was found or is left to write, 2 it could not run.
`;

const checkOptions = {
	format: { type: 'string', default: 'text' },
	rules: { type: 'string', multiple: true },
	'max-warnings': { type: 'string', default: '0' },
} as const;

const writeOptions = {
	'dry-run': { type: 'boolean', default: false },
	model: { type: 'string' },
	endpoint: { type: 'string' },
	rules: { type: 'string', multiple: true },
	'no-cache': { type: 'boolean', default: false },
} as const;

const commonOptions = { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean', short: 'v' } } as const;

/**
 * Reads what follows the program's name.
 * @throws UsageError
 */
export function readArguments(args: readonly string[]): Command {
	const [name, ...rest] = args;
	switch (name) {
		case 'check': {
			const options = { ...checkOptions, ...commonOptions };
			const { values, positionals } = worded(() => parseArgs({ args: rest, options, allowPositionals: true }));
			if (values.help || values.version) return { name: values.help ? 'help' : 'version' };
			return {
				name,
				paths: positionals,
				format: formatFrom(values.format),
				rules: rulesFrom(values.rules),
				maxWarnings: countFrom('--max-warnings', values['max-warnings']),
			};
		}
		case 'write': {
			const options = { ...writeOptions, ...commonOptions };
			const { values, positionals } = worded(() => parseArgs({ args: rest, options, allowPositionals: true }));
			if (values.help || values.version) return { name: values.help ? 'help' : 'version' };
			return {
				name,
				paths: positionals,
				rules: rulesFrom(values.rules),
				isDryRun: values['dry-run'],
				model: modelFrom(values.model),
				endpoint: values.endpoint,
				usesCache: !values['no-cache'],
			};
		}
		case '--version':
		case '-v':
			return { name: 'version' };
		case 'help':
		case '--help':
		case '-h':
			return { name: 'help' };
		case undefined:
			throw new UsageError('Say what to do: glimpse check, glimpse write, or glimpse --help.');
		default:
			throw new UsageError(`There is no command “${name}”, only check and write. See glimpse --help.`);
	}
}

/** Runs a parser, and throws what it throws as one sentence. */
function worded<Parsed>(parse: () => Parsed): Parsed {
	try {
		return parse();
	} catch (error) {
		// The first sentence says what is wrong; those behind it are for programmers.
		const [reason = ''] = error instanceof Error ? error.message.split(/\. |\n/, 1) : [];
		throw new UsageError(`${reason.replace(/\.$/, '')}. See glimpse --help.`, { cause: error });
	}
}

function formatFrom(value: string): ReportFormat {
	const format = reportFormats.find((each) => each === value);
	if (format === undefined) {
		throw new UsageError(`--format must be one of ${reportFormats.join(', ')}. It is “${value}”.`);
	}
	return format;
}

function rulesFrom(values: readonly string[] = []): RuleSeverities {
	const pairs = values.flatMap((value) => value.split(',')).filter((pair) => pair.trim() !== '');
	return Object.fromEntries(
		pairs.map((pair) => {
			const [id = '', severity = ''] = pair.split('=', 2).map((part) => part.trim());
			return readRule(id, severity, '--rules');
		}),
	);
}

function countFrom(option: string, value: string): number {
	if (!/^\d{1,9}$/.test(value)) throw new UsageError(`${option} must be a whole number from 0 on. It is “${value}”.`);
	return Number(value);
}

function modelFrom(value: string | undefined): string | undefined {
	if (value?.trim() === '') throw new UsageError('--model must name a model.');
	return value?.trim();
}
