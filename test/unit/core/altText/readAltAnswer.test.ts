import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readAltAnswer } from '../../../../src/core/altText/readAltAnswer.ts';

describe('The alt text in an answer', () => {
	const json = '{"kind": "functional", "alt": "GitHub repository", "reason": "It is the only thing in its link."}';
	const whole = { kind: 'functional', alt: 'GitHub repository', reason: 'It is the only thing in its link.' };

	for (const [name, written, expected] of [
		['is read from the JSON', json, whole],
		['is read from JSON in a fence', `Here you are:\n\`\`\`json\n${json}\n\`\`\`\nAnything else?`, whole],
		['is the last one of several', `{"kind":"text","alt":"draft"} Better:\n${json}`, whole],
		[
			'is read behind a comma too many',
			'{"kind":"informative","alt":"A cat.","reason":"x",}',
			{ kind: 'informative', alt: 'A cat.', reason: 'x' },
		],
		[
			'is read over a line break',
			'{"kind":"informative","alt":"A\ncat.","reason":"x"}',
			{ kind: 'informative', alt: 'A cat.', reason: 'x' },
		],
		[
			'is read from single quotes',
			"{'kind': 'informative', 'alt': 'A cat.', 'reason': 'x'}",
			{ kind: 'informative', alt: 'A cat.', reason: 'x' },
		],
		[
			'is read from curly quotes',
			'{“kind”：“informative”，“alt”：“一只猫。”}',
			{ kind: 'informative', alt: '一只猫。', reason: '' },
		],
		[
			'is read from an object that was cut',
			'{"kind": "complex", "alt": "Sales by month.", "reason": "It compa',
			{ kind: 'complex', alt: 'Sales by month.', reason: '' },
		],
		['is read without a kind', '{"alt":"A cat."}', { kind: 'informative', alt: 'A cat.', reason: '' }],
		['is read under other names', '{"class":"Text","alt_text":"OPEN"}', { kind: 'text', alt: 'OPEN', reason: '' }],
		[
			'is empty for decoration',
			'{"kind":"decorative","alt":"","reason":"A rule."}',
			{ kind: 'decorative', alt: '', reason: 'A rule.' },
		],
		[
			'keeps braces and quotes',
			'{"kind":"text","alt":"a {b} \\"c\\""}',
			{ kind: 'text', alt: 'a {b} "c"', reason: '' },
		],
		[
			'has no quotes around it',
			'{"kind":"informative","alt":"\\"A cat.\\""}',
			{ kind: 'informative', alt: 'A cat.', reason: '' },
		],
		[
			'does not begin with "Image of"',
			'{"kind":"informative","alt":"Image of a cat."}',
			{ kind: 'informative', alt: 'A cat.', reason: '' },
		],
		[
			'keeps "Screenshot of"',
			'{"kind":"informative","alt":"Screenshot of a cat."}',
			{ kind: 'informative', alt: 'Screenshot of a cat.', reason: '' },
		],
		[
			'may be an apology that stands in the picture',
			'{"kind":"text","alt":"Sorry, this page does not exist."}',
			{ kind: 'text', alt: 'Sorry, this page does not exist.', reason: '' },
		],
		[
			'may quote what a service could not do',
			'{"kind":"informative","alt":"Dialog: We could not process your payment."}',
			{ kind: 'informative', alt: 'Dialog: We could not process your payment.', reason: '' },
		],
		[
			'may be about alt texts',
			'{"kind":"informative","alt":"Settings with alt text switched on."}',
			{ kind: 'informative', alt: 'Settings with alt text switched on.', reason: '' },
		],
		[
			'may show a file that cannot be opened',
			'An error page: the file could not be opened.',
			{ kind: 'informative', alt: 'An error page: the file could not be opened.', reason: '' },
		],
		[
			'comes with a description',
			'{"kind":"complex","alt":"A chart.","reason":"","description":"One.\\nTwo."}',
			{ kind: 'complex', alt: 'A chart.', reason: '', description: 'One. Two.' },
		],
		[
			'is a plain text',
			'A cat sleeps on a keyboard.',
			{ kind: 'informative', alt: 'A cat sleeps on a keyboard.', reason: '' },
		],
		[
			'is a plain text in quotes',
			'"A cat sleeps on a keyboard."',
			{ kind: 'informative', alt: 'A cat sleeps on a keyboard.', reason: '' },
		],
		[
			'is a plain text in Chinese',
			'一只猫在键盘上睡觉。',
			{ kind: 'informative', alt: '一只猫在键盘上睡觉。', reason: '' },
		],
		[
			'stands behind a label',
			'Sure! Here it is.\n\n**Alt text:** A cat.\n\nIt is short.',
			{ kind: 'informative', alt: 'A cat.', reason: '' },
		],
		['stands behind a label in Chinese', '替代文本：一只猫。', { kind: 'informative', alt: '一只猫。', reason: '' }],
		[
			'stands behind a label in Japanese',
			'代替テキスト：猫が寝ている。',
			{ kind: 'informative', alt: '猫が寝ている。', reason: '' },
		],
		[
			'stands behind an announcement',
			"Here's a short one:\n\nA cat sleeps.",
			{ kind: 'informative', alt: 'A cat sleeps.', reason: '' },
		],
		['stands in a tag', '<img src="a.png" alt="A cat.">', { kind: 'informative', alt: 'A cat.', reason: '' }],
		['stands in Markdown', '![A cat.](a.png)', { kind: 'informative', alt: 'A cat.', reason: '' }],
	] as const) {
		it(name, () => assert.deepEqual(readAltAnswer(written), expected));
	}

	const never: readonly string[] = [
		// English
		"I'm sorry, but I can't see the image.",
		'I cannot view images. Please describe what it shows.',
		"I'm unable to see the image you mention.",
		'Unable to process the image.',
		'No image was provided.',
		"It seems the image didn't load. Could you upload it again?",
		'As an AI language model, I do not have eyes.',
		"Sorry, I can't help with that.",
		'{"kind":"informative","alt":"I can\'t see the image","reason":""}',
		'{"kind":"text","alt":"Unable to view the image.","reason":""}',
		'{"kind":"informative","alt":"A cat.","reason":"I cannot see the image, so I guessed."}',
		'To write alt text, we first look at the purpose of the image.',
		'The image is decorative, so its alternative text should be empty.',
		'Let me look at the image. It stands in a link, so it is functional.',
		'Sure! What would you like to know?',
		'The user wants a JSON object with three fields.',
		'First, the cat.\n\nSecond, the keyboard.',
		'- a cat\n- a keyboard',
		// Chinese
		'抱歉，我无法查看图片。',
		'对不起，我不能直接看到您上传的图像。',
		'作为一个AI语言模型，我没有视觉能力。',
		'请提供图片，我来为您生成描述。',
		'图片未能加载，请重新上传图片。',
		'没有看到任何图片。',
		'好的，以下是为图片生成的内容',
		'这张图片是装饰性图片，因此替代文本应为空。',
		'{"kind":"informative","alt":"无法识别图片内容","reason":""}',
		'根据图片的位置，它属于功能性',
		// Japanese
		'申し訳ありませんが、画像を見ることができません。',
		'画像が添付されていません。',
		'画像を確認できませんでした。もう一度アップロードしてください。',
		'AIとして、画像を直接見ることはできません。',
		'この画像の代替テキストは次のようになります',
		'まず、画像の目的を考えます。',
		'{"kind":"informative","alt":"画像を認識できません","reason":""}',
		// others
		'Es tut mir leid, ich kann das Bild nicht sehen.',
		'Je ne peux pas voir cette image.',
		'No puedo ver la imagen.',
		// nothing
		'',
		'   \n',
		'…',
		'{}',
		'{"kind":"informative"}',
		'{"kind":"informative","alt":""}',
		'null',
		'<think>',
	];
	for (const written of never) {
		it(`is not in ${JSON.stringify(written)}`, () => assert.equal(readAltAnswer(written), undefined));
	}

	it('is found behind any number of braces, at once', () => {
		const start = performance.now();
		assert.deepEqual(readAltAnswer('{"'.repeat(50_000) + '}'.repeat(50_000) + json), whole);
		assert.equal(readAltAnswer('{'.repeat(200_000)), undefined);
		// Some 0.1 s; looked at one by one, more than a minute.
		assert.ok(performance.now() - start < 2000);
	});

	it('is one line, whatever was answered', () => {
		const part = fc.oneof(
			fc.constantFrom('{', '}', '"alt":', '"kind":"text"', '"', ',', ':', '\n', 'A cat. ', '\\', '```', '['),
			fc.string({ unit: 'grapheme', maxLength: 9 }),
		);
		fc.assert(
			fc.property(fc.array(part, { maxLength: 14 }), (parts) => {
				const alt = readAltAnswer(parts.join(''))?.alt ?? '';
				assert.doesNotMatch(alt, /[\r\n\0]|^\s|\s$/);
			}),
			{ numRuns: 500 },
		);
	});
});
