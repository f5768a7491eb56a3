import assert from 'node:assert/strict';
import type { AnswerPart } from '../../../../src/core/answer.ts';
import { FailureError, type Failure } from '../../../../src/core/failure.ts';
import { assertLayoutParsing, layoutBody } from '../../../../src/core/glm/layoutParsing.ts';
import { readAnswer } from '../../../../src/core/glm/readAnswer.ts';
import { serviceAt } from '../../../../src/core/glm/services.ts';
import type { Medium } from '../../../../src/core/media.ts';

const picture: Medium = {
	mediaType: 'image/jpeg',
	bytes: new TextEncoder().encode('x'),
	width: 1,
	height: 1,
	name: 'x.jpg',
};
const webPicture: Medium = { kind: 'image', url: 'https://pictures.example/a.png', name: 'a.png' };
const base64 = (bytes: Uint8Array): string => `b64(${new TextDecoder().decode(bytes)})`;
const service = serviceAt(new URL('https://api.z.ai/api/paas/v4'));

describe('layoutBody', () => {
	const everything = {
		model: 'glm-ocr',
		requestId: 'request-1',
		stream: true,
		temperature: 0.5,
		topP: 0.5,
		maxTokens: 9,
		doSample: true,
		userId: 'user-1',
		imageEncoding: 'base64',
		thinking: 'off',
	} as const;
	const body = (media: readonly Medium[], refusedFields?: ReadonlySet<string>): object =>
		layoutBody([{ role: 'user', text: 'Read it.', media }], everything, { service, refusedFields, base64 });
	const dataUri = 'data:image/jpeg;base64,b64(x)';
	const ids = { request_id: 'request-1', user_id: 'user-1' };

	for (const [what, media, refused, expected] of [
		['a data URI, whatever is set, and nothing that a chat has', [picture], [], { file: dataUri, ...ids }],
		['a web address', [webPicture], [], { file: webPicture.url, ...ids }],
		['no field that was refused', [picture], ['user_id'], { file: dataUri, request_id: 'request-1' }],
	] as const) {
		it(`sends ${what}`, () => {
			assert.deepEqual(body(media, new Set(refused)), { model: 'glm-ocr', ...expected });
		});
	}

	it('sends no user where none is set', () => {
		const options = { ...everything, userId: undefined };
		const { user_id: user } = layoutBody([{ role: 'user', text: '', media: [picture] }], options, { service, base64 });
		assert.equal(user, undefined);
	});
});

describe('assertLayoutParsing', () => {
	const one = { task: 'extractText', text: '', count: 1, isFollowUp: false } as const;
	const instead = 'glm-4.6v-flash';
	const onlyText: Failure = { kind: 'modelExtractsTextOnly', model: 'glm-ocr', instead };
	for (const [what, question, failure] of [
		['the text of one picture', one, undefined],
		['the text of one picture, behind other questions', { ...one, isFollowUp: true }, undefined],
		['another task', { ...one, task: 'describe' }, onlyText],
		['alt text', { ...one, task: 'altText' }, onlyText],
		['a video', { ...one, task: 'describeVideo' }, onlyText],
		['words', { ...one, text: 'Only the table.' }, onlyText],
		['a question that follows', { ...one, count: 0, isFollowUp: true }, onlyText],
		[
			'several pictures',
			{ ...one, count: 2 },
			{ kind: 'tooManyPictures', count: 2, limit: 1, model: 'glm-ocr', instead },
		],
		// The words of a question without any picture are the same for all models.
		['nothing at all', { ...one, count: 0 }, undefined],
	] as const) {
		it(`${failure ? 'refuses' : 'takes'} ${what}`, () => {
			const judge = (): void => assertLayoutParsing('glm-ocr', question);
			if (!failure) return judge();
			assert.throws(judge, (error) => {
				assert.ok(error instanceof FailureError);
				assert.deepEqual(error.failure, failure);
				return true;
			});
		});
	}
});

describe('An answer that is the layout of a picture', () => {
	async function partsOf(body: string): Promise<{ readonly parts: readonly AnswerPart[]; readonly kind?: string }> {
		const parts: AnswerPart[] = [];
		async function* chunks(): AsyncGenerator<Uint8Array> {
			const bytes = new TextEncoder().encode(body);
			for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
		}
		try {
			for await (const part of readAnswer(chunks(), 'models.example')) parts.push(part);
		} catch (error) {
			assert.ok(error instanceof FailureError);
			return { parts, kind: error.failure.kind };
		}
		return { parts };
	}
	const finish: AnswerPart = { kind: 'finish', reason: 'stop' };
	const usage = { promptTokens: 10, completionTokens: 2, totalTokens: 12 };
	const counted = { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 };
	const text = '# 报告\n\n<table><tr><td>1</td></tr></table>\n\n<think>x</think> <|begin_of_box|>y<|end_of_box|>';

	for (const [what, body, parts, kind] of [
		[
			'its text as it is, its usage, and the end',
			{ id: 'task', model: 'GLM-OCR', md_results: text, usage: counted, request_id: 'r' },
			[{ kind: 'text', text }, finish, { kind: 'usage', usage }],
		],
		[
			'whatever else stands there',
			{ md_results: 'A', layout_details: 7, data_info: null, layout_visualization: [], usage: 'none', choices: null },
			[{ kind: 'text', text: 'A' }, finish],
		],
		['no text', { md_results: '' }, [finish]],
		['an error in a 200', { error: { code: '1214', message: 'OCR仅支持PDF、JPG、PNG格式' } }, [], 'requestRefused'],
		['an error beside it', { md_results: 'A', error: { code: '1302', message: 'Busy' } }, [], 'busy'],
		['neither', { md_results: null, usage: counted }, [{ kind: 'usage', usage }], 'answerCut'],
	] as const) {
		it(what, async () => {
			assert.deepEqual(await partsOf(JSON.stringify(body, null, '\t')), { parts, ...(kind && { kind }) });
		});
	}
});
