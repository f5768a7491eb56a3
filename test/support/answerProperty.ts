import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lexMarkdown } from '../../src/core/markdown/lexMarkdown.ts';
import { plainText } from '../../src/core/markdown/plainText.ts';
import { languageOfText } from '../../src/core/altText/documentLanguage.ts';
import { readAltAnswer } from '../../src/core/altText/readAltAnswer.ts';
import { readJudgeAnswer } from '../../src/core/altText/readJudgeAnswer.ts';
import { FailureError } from '../../src/core/failure.ts';
import { findFileReferences } from '../../src/core/fileReferences.ts';
import { readAnswer } from '../../src/core/glm/readAnswer.ts';
import { serviceFailure } from '../../src/core/glm/serviceFailure.ts';
import { createKeyFilter } from '../../src/core/glm/withoutKey.ts';
import { messageText } from '../../src/core/outsideText.ts';
import { visibleLine } from '../../src/core/visibleText.ts';
import type { CaseWatch } from './caseWatch.ts';
import { hostilePatterns } from './hostilePatterns.ts';
import { keyEchoes, keyPartIn } from './keyEchoes.ts';

const key = '3f9c1de07ab24c5d8e6f1a2b3c4d5e6f.Zx8Qw2Er5Ty9Ui1O';

const fragments = [
	'{"kind": "informative", "alt": "A dialog.", "reason": "It says what fails."}',
	'{"alt": "',
	'{"verdict": "vague", "better": "',
	'```json\n',
	'<think>',
	'</think>',
	'data: ',
	'\n\n',
	'Sorry, I cannot see the image.',
	'src/app.ts:12:3',
	'../../etc/passwd',
	'[Repair](command:workbench.action.tasks.build)',
	'| a | b |\n|---|---|\n| 1 | 2 |\n',
	'- a\n  - b\n',
	'> ',
	'$$\n',
	'$x$',
	'\\[',
	'<table><tr><td>',
	'</table>',
	'<details>\n',
	'</details>\n',
	'[^1]: ',
	'図は売上を示しています。',
	'\u{202E}\u{E0041}\u{200D}',
	...Object.values(keyEchoes).map((echo) => echo(key)),
];

/** Answers as a hostile model or service may send them. */
const answer = fc
	.array(
		fc.oneof(
			{ weight: 3, arbitrary: fc.constantFrom(...fragments) },
			{ weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
			{
				weight: 1,
				arbitrary: fc
					.tuple(fc.constantFrom(...hostilePatterns), fc.integer({ min: 1, max: 4000 }))
					.map(([pattern, length]) => pattern.of(length)),
			},
		),
		{ maxLength: 12 },
	)
	.map((pieces) => pieces.join(''));

/**
 * Whatever a service answers, it is read, or refused by a failure: in an answer's stream, as an alt text, as a judgement of one, as a refusal, as
 * Markdown of the panel, as a message. The key is in none of it.
 */
export function answerProperty({ tell }: Pick<CaseWatch, 'tell'>): fc.IAsyncPropertyWithHooks<[string, boolean]> {
	return fc.asyncProperty(answer, fc.boolean(), async (text, isStream) => {
		const outcome = await outcomeOfBody(text, isStream);
		const alt = readAltAnswer(text);
		if (alt) assert.equal(visibleLine(alt.alt), alt.alt);
		const judged = readJudgeAnswer(text);
		if (judged) assert.equal(visibleLine(judged.better ?? ''), judged.better ?? '');
		findFileReferences(text);
		languageOfText(text);
		plainText(lexMarkdown(text));
		assert.doesNotMatch(messageText(text), /\]\((?:https?|command|file):/i);
		const filter = createKeyFilter(key);
		let clean = '';
		for (let at = 0; at < text.length; at += 50) clean += filter.read(text.slice(at, at + 50));
		assert.equal(keyPartIn(clean + filter.end(), key), undefined);
		serviceFailure({ host: 'models.example', status: 400, body: text });
		tell(outcome);
	});
}

async function outcomeOfBody(text: string, isStream: boolean): Promise<string> {
	const body = isStream
		? `data: ${JSON.stringify({ choices: [{ delta: { content: text } }] })}\n\n${text}\n\ndata: [DONE]\n\n`
		: text;
	try {
		const bytes = new TextEncoder().encode(body);
		for await (const part of readAnswer(chunksOf(bytes), 'models.example')) void part;
		return 'answer';
	} catch (error) {
		if (!(error instanceof FailureError)) throw error;
		return error.failure.kind;
	}
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
}
