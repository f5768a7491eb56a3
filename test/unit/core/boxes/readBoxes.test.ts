import assert from 'node:assert/strict';
import fc from 'fast-check';
import { boxScaleOf } from '../../../../src/core/boxes/boxScale.ts';
import { readBoxes, type BoxReading, type LabelledBox } from '../../../../src/core/boxes/readBoxes.ts';
import { createContentReader } from '../../../../src/core/glm/answerContent.ts';
import type { Size } from '../../../../src/core/media.ts';
import { hostilePatterns } from '../../../support/hostilePatterns.ts';
import { assertLinear } from '../../../support/linearTime.ts';

const screen: Size = { width: 1600, height: 900 };
const small: Size = { width: 800, height: 600 };

interface AnswerCase {
	readonly model?: string;
	readonly pictures?: readonly Size[];
	readonly answer: string;
	/** `label: left top right bottom` in thousandths; with the number of the picture before, where there are several. */
	readonly boxes: readonly string[];
	/** What the page shows when it leaves out what is raw; the answer itself where nothing is. */
	readonly rest?: string;
}

const cases: Readonly<Record<string, AnswerCase>> = {
	'a plain list': { answer: '[100, 200, 300, 400]', boxes: [': 100 200 300 400'], rest: '' },
	'a list in marks': {
		answer: '<|begin_of_box|>[100,200,300,400]<|end_of_box|>',
		boxes: [': 100 200 300 400'],
		rest: '',
	},
	'a list in a list': { answer: '[[100, 200, 300, 400]]', boxes: [': 100 200 300 400'], rest: '' },
	parentheses: { answer: '(100, 200, 300, 400)', boxes: [': 100 200 300 400'], rest: '' },
	'pointed brackets': { answer: '<100, 200, 300, 400>', boxes: [': 100 200 300 400'], rest: '' },
	'several boxes': {
		answer: 'They are at <|begin_of_box|>[[10,20,300,400],[500,600,700,800]]<|end_of_box|>.',
		boxes: ['They: 10 20 300 400', 'They: 500 600 700 800'],
		rest: 'They are at.',
	},
	'objects in JSON': {
		answer:
			'Two controls.\n\n[{"label": "Save", "bbox_2d": [120, 40, 210, 72]}, {"bbox_2d": [1, 2, 3, 4], "label": "Undo"}]',
		boxes: ['Save: 120 40 210 72', 'Undo: 1 2 3 4'],
		rest: 'Two controls.\n\n',
	},
	"objects in Python's quotes": {
		answer: "[{'label': 'Save button', 'bbox_2d': [120, 40, 210, 72]}]",
		boxes: ['Save button: 120 40 210 72'],
		rest: '',
	},
	'an apostrophe within such quotes': {
		answer: "[{'label': 'Bob's desk, left', 'bbox_2d': [120, 40, 210, 72]}]",
		boxes: ["Bob's desk, left: 120 40 210 72"],
		rest: '',
	},
	'escapes in a label': {
		answer: String.raw`{"label": "the \"Save\" \u952e\nhere", "bbox": [120, 40, 210, 72]}`,
		boxes: ['the "Save" 键 here: 120 40 210 72'],
		rest: '',
	},
	'objects in a code fence': {
		answer: 'Here:\n\n```json\n[\n\t{"bbox_2d": [120, 40, 210, 72], "label": "Save"}\n]\n```\n\nDone.',
		boxes: ['Save: 120 40 210 72'],
		rest: 'Here:\n\n\n\nDone.',
	},
	'one object alone': { answer: '{"box": [120, 40, 210, 72]}', boxes: [': 120 40 210 72'], rest: '' },
	'several boxes of one label': {
		answer: '{"label": "tree", "bbox_2d": [[10, 20, 30, 40], [50, 60, 70, 80]]}',
		boxes: ['tree: 10 20 30 40', 'tree: 50 60 70 80'],
		rest: '',
	},
	'labels as keys': {
		answer: "{'cat': [10, 20, 30, 40], 'dog': [[50, 60, 70, 80]]}",
		boxes: ['cat: 10 20 30 40', 'dog: 50 60 70 80'],
		rest: '',
	},
	'named sides, in any order': {
		answer: '{"label": "a", "bbox": {"x2": 210, "y2": 72, "x1": 120, "y1": 40}}',
		boxes: ['a: 120 40 210 72'],
		rest: '',
	},
	'a numbered list': {
		answer: '1. Person 1: box [100, 200, 300, 400]\n2. Person 2 (left): bbox_2d=[10, 200, 30, 400]',
		boxes: ['Person 1: 100 200 300 400', 'Person 2 (left): 10 200 30 400'],
		rest: '1. Person 1\n2. Person 2 (left)',
	},
	'a sentence with two': {
		answer: 'The cat is at [100,200,300,400], and the dog is located at (10, 20, 300, 400).',
		boxes: ['The cat: 100 200 300 400', 'the dog: 10 20 300 400'],
		rest: 'The cat is at, and the dog is located at.',
	},
	'the last sentence alone as label': {
		answer: 'There are two. Nothing else. The red one: [100,200,300,400]',
		boxes: ['The red one: 100 200 300 400'],
		rest: 'There are two. Nothing else. The red one',
	},
	'a name in bold type': {
		answer: '- The **Save `button`** – at the top: `[100,200,300,400]`',
		boxes: ['Save button: 100 200 300 400'],
		rest: '- The **Save `button`** – at the top',
	},
	'the entry above as label': {
		answer: '- **Save**\n  - Bounding box: [100,200,300,400]\n- Undo\n  (10,20,300,400)',
		boxes: ['Save: 100 200 300 400', 'Undo: 10 20 300 400'],
		rest: '- **Save**\n  - Bounding box: \n- Undo\n  ',
	},
	'no label from a sentence above': { answer: 'Here they are.\n\n[100,200,300,400]', boxes: [': 100 200 300 400'] },
	'a table': {
		answer: '| # | Thing | Kind | Box |\n|-|-|-|-|\n| 1 | Save | button | [100,200,300,400] |',
		boxes: ['Save: 100 200 300 400'],
	},
	'brackets around the words': {
		answer: 'The menu (box: [100,200,300,400]) is open.',
		boxes: ['The menu: 100 200 300 400'],
		rest: 'The menu is open.',
	},
	Chinese: {
		answer: '保存按钮：坐标为[100,200,300,400]。菜单位于(10,20,300,400)。',
		boxes: ['保存按钮: 100 200 300 400', '菜单: 10 20 300 400'],
	},
	'points in a list': {
		answer: 'Eyes: [[100, 200], [300, 200]]',
		boxes: ['Eyes: 100 200', 'Eyes: 300 200'],
		rest: 'Eyes',
	},
	'points by key': {
		answer: '[{"label": "eye", "point_2d": [100, 200]}, {"points": [[1, 2], [3, 4]]}]',
		boxes: ['eye: 100 200', ': 1 2', ': 3 4'],
		rest: '',
	},
	'a point in marks': { answer: '<|begin_of_box|>[100, 200]<|end_of_box|>', boxes: [': 100 200'], rest: '' },
	'an outline by key': {
		answer: '{"label": "roof", "polygon": [[100, 300], [200, 100], [300, 310]]}',
		boxes: ['roof: 100 100 300 310'],
		rest: '',
	},
	'an outline of numbers in a row': {
		answer: '{"label": "roof", "segmentation": [100, 300, 200, 100, 300, 310]}',
		boxes: ['roof: 100 100 300 310'],
		rest: '',
	},
	'outlines in lists': {
		answer: '[[[100, 300], [200, 100], [300, 310]], [[0, 0], [500, 0], [500, 900]]]',
		boxes: [': 100 100 300 310', ': 0 0 500 900'],
		rest: '',
	},
	'a box of two corners': { answer: '{"bbox": [[100, 200], [300, 400]]}', boxes: [': 100 200 300 400'], rest: '' },
	'corners in the wrong order': { answer: '[300, 400, 100, 200]', boxes: [': 100 200 300 400'], rest: '' },
	decimals: { answer: '[100.5, 200, 300.25, 400]', boxes: [': 100.5 200 300.25 400'], rest: '' },
	'pixels of a picture that all of them fit': {
		answer: '[{"label": "a", "bbox_2d": [800, 450, 1600, 900]}, {"label": "b", "bbox_2d": [0, 0, 160, 90]}]',
		boxes: ['a: 500 500 1000 1000', 'b: 0 0 100 100'],
		rest: '',
	},
	'pixels of no picture that was sent': {
		answer: '[{"bbox_2d": [800, 450, 1601, 900]}, {"bbox_2d": [1, 2, 30, 40]}]',
		boxes: [],
	},
	'outside on the left': { answer: '[-5, 20, 300, 400] and [10, 20, 300, 400]', boxes: ['and: 10 20 300 400'] },
	'nothing between the corners': { answer: '[100, 200, 100, 400] {"bbox_2d": [1, 2, 3, 2]}', boxes: [] },
	'fractions where thousandths are due': { answer: '[0.1, 0.2, 0.3, 0.4]', boxes: [] },
	'too few, too many, no numbers': {
		answer:
			'[100, 200, 300] [1, 2, 3, 4, 5] ["a", "b", "c", "d"] [x1, y1, x2, y2] [] {} {"bbox_2d": []} [100, , 300, 400]',
		boxes: [],
	},
	'other numbers in brackets': {
		answer:
			'Colour rgba(220, 40, 40, 255), array a[100,200,300,400], list [1, 2, 3, 4], [100,200,300,400](https://a.b), see [12, 34] and (100, 200), ' +
			'from [10-20, 30-40], 5 < 100, 200, 300, 400 > 7, (about 100, 200, 300, 400)',
		boxes: [],
	},
	'code of a program': {
		answer:
			'```js\nconst data = [100, 200, 300, 400];\n[100, 200, 300, 400]\nconst style = { margin: [100, 200, 300, 400] };\n```',
		boxes: [],
	},
	'a list that is cut in a number': {
		answer: 'A cat: [100, 200, 300, 400], a dog: [100, 200, 300, 40',
		boxes: ['A cat: 100 200 300 400'],
	},
	'an object that is cut': {
		answer: "The menu.\n\n[{'label': 'A', 'bbox_2d': [120, 40, 210, 72]}, {'label': 'B', 'bbox_2d': [120, 40, 210, 72]",
		boxes: ['A: 120 40 210 72'],
		rest: 'The menu.\n\n',
	},
	'a fence that is cut': { answer: 'The menu.\n\n```json\n[\n  {"label": "Sa', boxes: [], rest: 'The menu.\n\n' },
	'a list that never ends': {
		answer: '[{"label": "A", "bbox_2d": [120, 40, 210, 72]}, and so on, as (you see.',
		boxes: ['A: 120 40 210 72'],
		rest: '[, and so on, as (you see.',
	},
	'brackets that close in a wrong order': {
		answer: '([100, 200, 300, 400)] ]})>\n[10, 20, 300, 400]',
		boxes: [': 10 20 300 400'],
	},
	'a list for each picture': {
		pictures: [screen, small],
		answer: "{0: [{'label': 'a', 'bbox_2d': [1, 2, 30, 40]}], 1: [{'label': 'b', 'bbox_2d': [1, 2, 30, 40]}]}",
		boxes: ['1 a: 1 2 30 40', '2 b: 1 2 30 40'],
		rest: '',
	},
	'pictures by name': {
		pictures: [screen, small],
		answer:
			'{"image 1": {"bbox_2d": [1, 2, 30, 40]}, "picture_2": [{"bbox_2d": [1, 2, 30, 40]}], "3": [{"bbox_2d": [1, 2, 30, 40]}]}',
		boxes: ['1 : 1 2 30 40', '2 : 1 2 30 40'],
		rest: '',
	},
	'a picture for each object': {
		pictures: [screen, small],
		answer:
			"[{'label': 'a', 'image': 2, 'bbox_2d': [1, 2, 30, 40]}, {'label': 'b (picture 1)', 'bbox_2d': [1, 2, 30, 40]}, {'label': 'c', 'bbox_2d': [1, 2, 30, 40]}]",
		boxes: ['2 a: 1 2 30 40', '1 b (picture 1): 1 2 30 40'],
		rest: '',
	},
	'an index for each object': {
		pictures: [screen, small],
		answer: '[{"index": 0, "bbox_2d": [1, 2, 30, 40]}, {"index": 1, "bbox_2d": [1, 2, 30, 40]}]',
		boxes: ['1 : 1 2 30 40', '2 : 1 2 30 40'],
		rest: '',
	},
	'an index that counts the objects': {
		pictures: [screen, small],
		answer:
			'[{"index": 0, "bbox_2d": [1, 2, 30, 40]}, {"index": 1, "bbox_2d": [1, 2, 30, 40]}, {"index": 2, "bbox_2d": [1, 2, 30, 40]}]',
		boxes: [],
	},
	'pictures in the words before': {
		pictures: [screen, small],
		answer:
			'The cat [10,20,300,400]\n\n## Image 2\nA dog: [10,20,300,400]\nIn image 1 the dog is at [10,20,300,400]\n第2张图：猫 [10,20,300,400]',
		boxes: ['2 A dog: 10 20 300 400', '1 In image 1 the dog: 10 20 300 400', '2 第2张图：猫: 10 20 300 400'],
	},
	'pixels, as Qwen2.5-VL writes them': {
		model: 'qwen2.5vl:7b',
		pictures: [small],
		answer: '<|object_ref_start|>a dog<|object_ref_end|><|box_start|>(406,294),(812,588)<|box_end|>',
		boxes: ['a dog: 500 500 1000 1000'],
	},
	'pixels of a picture that a server shrinks': {
		model: 'qwen2.5vl:7b',
		answer: '{"bbox_2d": [10, 20, 30, 40]}',
		boxes: [],
	},
	'from the top first, as Gemini does': {
		model: 'google/gemini-2.5-flash',
		answer: '[{"box_2d": [200, 100, 400, 300], "label": "x"}, {"point": [200, 100]}]',
		boxes: ['x: 100 200 300 400', ': 100 200'],
		rest: '',
	},
	'fractions, as Kimi-VL does': {
		model: 'moonshotai/Kimi-VL-A3B-Instruct',
		answer: '{"bbox_2d": [0.1, 0.2, 0.3, 0.4]} {"bbox_2d": [100, 200, 300, 400]}',
		boxes: [': 100 200 300 400'],
	},
	'a tap of AutoGLM': {
		model: 'autoglm-phone-9b',
		answer: 'do(action="Tap", element=[333, 666]) [1, 2, 300, 400]',
		boxes: [': 333.333 666.667'],
	},
	'a model that is not known to point': { model: 'glm-4v-plus', answer: '[100, 200, 300, 400]', boxes: [] },
	'no picture': { pictures: [], answer: '[100, 200, 300, 400]', boxes: [] },
	'nothing at all': { answer: '', boxes: [] },
};

function boxesOf({ boxes }: BoxReading, count: number): readonly string[] {
	return boxes.map(({ label, place, picture }) => {
		const { left, top, right, bottom } = place;
		const isPoint = left === right && top === bottom;
		const values = (isPoint ? [left, top] : [left, top, right, bottom]).map((value) => Math.round(value * 1e6) / 1000);
		return `${count > 1 ? `${picture + 1} ` : ''}${label}: ${values.join(' ')}`;
	});
}

function withoutRaw(text: string, { raw }: BoxReading): string {
	return raw.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
}

describe('readBoxes', () => {
	for (const [name, { model = 'glm-4.6v', pictures = [screen], answer, boxes, rest }] of Object.entries(cases)) {
		it(name, () => {
			const reading = readBoxes(answer, { model, pictures });
			assert.deepEqual(boxesOf(reading, pictures.length), boxes);
			if (rest !== undefined || boxes.length === 0) assert.equal(withoutRaw(answer, reading), rest ?? answer);
		});
	}

	it('says where the label and the numbers stand', () => {
		const answer = "The **Save button**: [100,200,300,400]\n\n[{'label': 'Undo', 'bbox_2d': [1, 2, 30, 40]}]";
		const { boxes } = readBoxes(answer, { model: 'glm-4.6v', pictures: [screen] });
		const words = boxes.map(({ labelRange, range }: LabelledBox) =>
			[labelRange, range].map((each) => each && answer.slice(each.start, each.end)),
		);
		assert.deepEqual(words, [
			['Save button', '[100,200,300,400]'],
			['Undo', '[1, 2, 30, 40]'],
		]);
	});

	it('reads what is left when the marks of the answer are removed', () => {
		const reader = createContentReader();
		const pieces = ['The cat: <|begin_', 'of_box|>[100,20', '0,300,400]<|end_of_box|>.'];
		const parts = [...pieces.flatMap((piece) => reader.read(piece)), ...reader.end()];
		const text = parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
		assert.equal(text, 'The cat: [100,200,300,400].');
		assert.deepEqual(boxesOf(readBoxes(text, { model: 'glm-4.6v', pictures: [screen] }), 1), [
			'The cat: 100 200 300 400',
		]);
	});

	it('reads a hundred boxes at most, with labels of one short line', () => {
		const label = `${'long '.repeat(50)}\u202e\n**x**`;
		const answer = JSON.stringify(Array.from({ length: 300 }, () => ({ label, bbox_2d: [1, 2, 30, 40] })));
		const { boxes } = readBoxes(answer, { model: 'glm-4.6v', pictures: [screen] });
		assert.equal(boxes.length, 100);
		assert.ok(
			boxes.every((box) => /^(?:long )+lon?g?…$/.test(box.label) && box.label.length <= 80),
			boxes[0]?.label,
		);
	});

	it('reads of a growing answer what is complete, and never anything else', () => {
		for (const { model = 'glm-4.6v', pictures = [screen], answer } of Object.values(cases)) {
			const whole = new Set(boxesOf(readBoxes(answer, { model, pictures }), 1).map((box) => box.replace(/^.*: /, '')));
			for (let length = 0; length < answer.length; length++) {
				const { boxes, raw } = readBoxes(answer.slice(0, length), { model, pictures });
				const isUndecided = /pixels|160/i.test(answer) || pictures.length > 1 || / 1601/.test(answer);
				for (const box of boxesOf({ boxes, raw }, 1)) {
					assert.ok(
						isUndecided || whole.size === 0 || whole.has(box.replace(/^.*: /, '')),
						`${box} in ${answer.slice(0, length)}`,
					);
				}
			}
		}
	});

	const piece = fc.oneof(
		fc.constantFrom(
			...Array.from('[]{}()<>,:\'"`\n -|'),
			'100',
			'20',
			'0.5',
			'-1',
			'1e9',
			"'label': ",
			'"bbox_2d": ',
			'image 2',
			'```',
			'**',
			'box',
		),
		fc.constantFrom(
			'[100, 200, 300, 400]',
			'<|begin_of_box|>',
			'<|box_end|>',
			'{"label": "a", "bbox_2d": [1, 2, 30, 40]}',
			'\\',
			'图',
		),
		fc.string({ unit: 'binary', maxLength: 4 }),
	);
	it('gives places within the picture and ranges within the text, whatever the answer', () => {
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
				const text = pieces.join('');
				const { boxes, raw } = readBoxes(text, { model: 'glm-4.6v', pictures: [screen, small] });
				for (const { place, picture, label, range, labelRange } of boxes) {
					const { left, top, right, bottom } = place;
					assert.ok(left >= 0 && top >= 0 && left <= right && top <= bottom && right <= 1 && bottom <= 1);
					assert.ok(picture === 0 || picture === 1);
					assert.doesNotMatch(label, /[\n\p{Cc}]/u);
					for (const each of [range, ...(labelRange ? [labelRange] : [])]) {
						assert.ok(each.start >= 0 && each.start < each.end && each.end <= text.length);
					}
				}
				for (const [index, { start, end }] of raw.entries()) {
					assert.ok(start >= (raw[index - 1]?.end ?? 0) && start < end && end <= text.length, JSON.stringify(raw));
				}
			}),
			{ numRuns: 1000 },
		);
	});

	it('takes linear time', () => {
		const run = (text: string) => readBoxes(text, { model: 'glm-4.6v', pictures: [screen, small] });
		const own = [
			'[1,2,30,40] ',
			"['a",
			'{"a":[',
			'a [10,20,300,400]',
			'```\n[10,20,300,400]',
			'[[',
			"{'label': 'a",
			'image 2 ',
		];
		const patterns = own.map((each) => ({
			name: each,
			of: (length: number) => each.repeat(Math.ceil(length / each.length)),
		}));
		const line = {
			name: 'a line of strings without an end',
			of: (length: number) => `${"['a ".repeat(length / 4)}\n.`,
		};
		assertLinear('readBoxes', run, [...hostilePatterns, ...patterns, line], { length: 25_000 });
	});
});

describe('boxScaleOf', () => {
	for (const [model, order, full] of [
		['glm-4.6v', 'xy', 1000],
		['glm-4.6v-flash', 'xy', 1000],
		['GLM-4.1V-Thinking-FlashX', 'xy', 1000],
		['zai-org/GLM-4.5V-FP8', 'xy', 1000],
		['glm-4.6v-flash:q8_0', 'xy', 1000],
		['glm-4.5v:free', 'xy', 1000],
		['GLM-4.6V-Flash-Q4_K_M.gguf', 'xy', 1000],
		['C:\\models\\glm-4.1v-9b-thinking.gguf', 'xy', 1000],
		['glm-5v-turbo', 'xy', 1000],
		['glm-5.3-flash', 'xy', 1000],
		['autoglm-phone-9b', 'xy', 999],
		['qwen2.5vl:7b', 'xy', 'pixels'],
		['Qwen/Qwen2.5-VL-72B-Instruct-AWQ', 'xy', 'pixels'],
		['qwen3-vl:8b', 'xy', 1000],
		['hf.co/unsloth/Qwen3-VL-8B-Instruct-GGUF:Q4_K_M', 'xy', 1000],
		['gemini-2.5-flash', 'yx', 1000],
		['moonshotai/Kimi-VL-A3B-Thinking', 'xy', 1],
	] as const) {
		it(model, () => assert.deepEqual([boxScaleOf(model)?.order, boxScaleOf(model)?.full], [order, full]));
	}

	it('knows nothing of models that are not documented to point', () => {
		const models = [
			'glm-4v',
			'glm-4v-plus-0111',
			'glm-4v-9b',
			'glm-4.6',
			'glm-4.6-flash',
			'glm-5.2-flash',
			'glm-ocr',
			'qwen2-vl',
			'qwen3:8b',
			'gpt-5',
			'llava',
			'my-glm-4.6v',
			'',
		];
		assert.deepEqual(
			models.filter((model) => boxScaleOf(model)),
			[],
		);
	});
});
