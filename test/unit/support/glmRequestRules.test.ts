import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { Refused } from '../../support/glmErrors.ts';
import { checkChatRequest, checkLayoutRequest } from '../../support/glmRequestRules.ts';

const picture = sharp({ create: { width: 40, height: 30, channels: 3, background: '#3a7' } });
const noise = sharp({
	create: {
		width: 200,
		height: 150,
		channels: 3,
		background: '#3a7',
		noise: { type: 'gaussian', mean: 128, sigma: 40 },
	},
});
const wide = sharp({ create: { width: 6001, height: 2, channels: 3, background: '#3a7' } });
const [png, jpeg, webp, gif, noisy, tooWide] = await Promise.all([
	picture.clone().png().toBuffer(),
	picture.clone().jpeg().toBuffer(),
	picture.clone().webp().toBuffer(),
	picture.clone().gif().toBuffer(),
	noise.jpeg().toBuffer(),
	wide.png().toBuffer(),
]);
const mp4 = Buffer.from('\0\0\0\u0018ftypmp42\0\0\0\0mp42isom', 'latin1');
const longVideo = await readFile('test/fixtures/videos/long.mp4');
const mkv = Buffer.from('\u001A\u0045\u00DF\u00A3\u0001\u0042\u0082\u0088matroska', 'latin1');
const webm = Buffer.from('\u001A\u0045\u00DF\u00A3\u0001\u0042\u0082\u0084webm', 'latin1');

const base64 = (bytes: Buffer): string => bytes.toString('base64');
const text = { type: 'text', text: 'What is it?' };
const imageUrl = (url: string): object => ({ type: 'image_url', image_url: { url } });
const videoUrl = (url: string): object => ({ type: 'video_url', video_url: { url } });
const image = imageUrl(base64(png));
const video = videoUrl(base64(mp4));
const user = (...content: readonly object[]): object => ({ role: 'user', content });
const fields = (over: object): object => ({ model: 'glm-4.6v', messages: [user(image, text)], ...over });
const first = (over: object): object => fields({ model: 'glm-4v', ...over });
const messages = (...all: readonly object[]): object => fields({ messages: all });
const parts = (...all: readonly object[]): object => messages(user(...all));
const content = (model: string, ...all: readonly object[]): object => fields({ model, messages: [user(...all)] });
const times = (count: number, part: object): object[] => Array.from({ length: count }, () => part);

const check = (body: object): Promise<unknown> =>
	checkChatRequest(JSON.parse(JSON.stringify(body)), {
		usedRequestIds: new Set(['used-before']),
		refusedForm: undefined,
		media: { images: [], imageUrls: [], videos: [], videoUrls: [] },
	});

describe('glmRequestRules', () => {
	const accepted: Readonly<Record<string, object>> = {
		'a picture and a text': fields({}),
		'text first': parts(text, image),
		'a JPEG under its name': parts(imageUrl(`data:image/jpeg;base64,${base64(jpeg)}`), text),
		'a URL': content('glm-4v-flash', imageUrl('https://example.com/a.png'), text),
		'a string': messages({ role: 'user', content: 'Hello' }),
		'a system message': messages({ role: 'system', content: 'Be short.' }, user(text)),
		'several turns': messages(user(image, text), { role: 'assistant', content: 'A.' }, user(image, text)),
		'an assistant in parts': first({ messages: [user(text), { role: 'assistant', content: [text] }, user(text)] }),
		'a video first': content('glm-4v-plus', video, text),
		'a long video for a model without that limit': content('glm-4.6v', videoUrl(base64(longVideo)), text),
		'an mkv video under its name': parts(videoUrl(`data:video/x-matroska;base64,${base64(mkv)}`), text),
		'five pictures': content('glm-4v', ...times(5, image), text),
		'all fields': fields({
			request_id: 'request-1',
			do_sample: true,
			stream: true,
			temperature: 1,
			top_p: 0.01,
			max_tokens: 32_768,
			user_id: 'user-1',
			thinking: { type: 'disabled', clear_thinking: true },
		}),
		'open ranges': first({ temperature: 0.01, top_p: 0.99, max_tokens: 1024 }),
	};
	for (const [name, body] of Object.entries(accepted)) {
		it(`accepts ${name}`, () => check(body));
	}

	const refused: Readonly<Record<string, readonly [body: object, code: string, why: RegExp]>> = {
		'a list': [[], '1210', /not a JSON object/],
		'an unknown field': [fields({ max_completion_tokens: 5 }), '1210', /max_completion_tokens/],
		'no model': [fields({ model: undefined }), '1213', /model/],
		'a number for a model': [fields({ model: 4 }), '1214', /model: not a string/],
		'an unknown model': [fields({ model: 'gpt-4o' }), '1211', /gpt-4o/],
		'a used request_id': [fields({ request_id: 'used-before' }), '1231', /used before/],
		'a short request_id': [fields({ request_id: '12345' }), '1214', /5 characters/],
		'a number for user_id': [fields({ user_id: 1234567 }), '1214', /user_id: not a string/],
		'a short user_id': [fields({ user_id: '12345' }), '1214', /5 characters/],
		'a long user_id': [fields({ user_id: 'x'.repeat(129) }), '1214', /129 characters/],
		'do_sample as a string': [fields({ do_sample: 'true' }), '1214', /do_sample/],
		'stream as null': [fields({ stream: null }), '1214', /stream/],
		'temperature as a string': [fields({ temperature: '0.5' }), '1214', /temperature/],
		'temperature above 1': [fields({ temperature: 1.1 }), '1214', /temperature/],
		'temperature below 0': [fields({ temperature: -0.1 }), '1214', /temperature/],
		'top_p 0': [fields({ top_p: 0 }), '1214', /top_p/],
		'temperature 0 for a first model': [first({ temperature: 0 }), '1214', /open range/],
		'temperature 1 for a first model': [first({ temperature: 1 }), '1214', /open range/],
		'top_p 0 for a first model': [first({ top_p: 0 }), '1214', /open range/],
		'top_p 1 for a first model': [first({ top_p: 1 }), '1214', /open range/],
		'a broken max_tokens': [fields({ max_tokens: 1.5 }), '1214', /integer/],
		'max_tokens 0': [fields({ max_tokens: 0 }), '1210', /\[1, 32768\]/],
		'max_tokens above the cap': [fields({ max_tokens: 32_769 }), '1210', /\[1, 32768\]/],
		'max_tokens above a first cap': [first({ max_tokens: 1025 }), '1210', /\[1, 1024\]/],
		'thinking where unknown': [first({ thinking: { type: 'enabled' } }), '1210', /does not know/],
		'a boolean for thinking': [fields({ thinking: true }), '1214', /enabled nor disabled/],
		'an unknown field of thinking': [fields({ thinking: { type: 'enabled', depth: 1 } }), '1214', /depth/],
		'no thinking where it always does': [
			fields({ model: 'glm-5.3-flash', thinking: { type: 'disabled' } }),
			'1210',
			/cannot be told/,
		],
		'no messages': [fields({ messages: undefined }), '1213', /messages/],
		'an empty list of messages': [messages(), '1214', /at least one/],
		'a text for a message': [fields({ messages: ['Hello'] }), '1214', /a message is not an object/],
		'role developer': [messages({ role: 'developer', content: 'x' }, user(text)), '1214', /developer/],
		'role system for a first model': [first({ messages: [{ role: 'system', content: 'x' }] }), '1214', /system/],
		'no user': [messages({ role: 'system', content: 'x' }), '1214', /none is from the user/],
		'a name in a message': [messages({ ...user(text), name: 'x' }), '1214', /name/],
		'a string for a first model': [first({ messages: [{ role: 'user', content: 'x' }] }), '1214', /list of parts/],
		'an assistant in parts': [messages(user(text), { role: 'assistant', content: [text] }), '1214', /assistant/],
		'an assistant with a picture': [
			first({ messages: [user(text), { role: 'assistant', content: [image] }] }),
			'1214',
			/assistant sent a part of type image_url/,
		],
		'an empty assistant': [messages(user(text), { role: 'assistant', content: '' }), '1214', /empty/],
		'a list without parts': [parts(), '1214', /list of parts/],
		'an empty text': [parts({ type: 'text', text: ' ' }), '1214', /empty/],
		'half a character': [parts({ type: 'text', text: '\uD83D' }), '1214', /surrogate/],
		'an unknown part': [parts({ type: 'input_image' }), '1214', /no part of type input_image/],
		'a part with a second field': [parts({ ...text, cache: 1 }), '1214', /cache/],
		'image_url as a string': [parts({ type: 'image_url', image_url: 'https://a.b' }), '1214', /url/],
		'image_url with detail': [
			parts({ type: 'image_url', image_url: { url: base64(png), detail: 'high' } }),
			'1214',
			/detail/,
		],
		'a picture for a text model': [content('glm-4.6', image, text), '1214', /text model/],
		'six pictures': [content('glm-4v', ...times(6, image), text), '1210', /6 pictures/],
		'six pictures in two turns': [first({ messages: times(2, user(...times(3, image), text)) }), '1210', /6 pictures/],
		'two URLs for glm-4v-flash': [
			content('glm-4v-flash', ...times(2, imageUrl('https://example.com/a.png'))),
			'1210',
			/2 pictures/,
		],
		'bytes for glm-4v-flash': [content('glm-4v-flash', image, text), '1210', /URL only/],
		'a picture on this machine': [parts(imageUrl('http://127.0.0.1/a.png')), '1210', /cannot fetch/],
		'a file URL': [parts(imageUrl('file:///a.png')), '1210', /neither a URL nor base64/],
		'broken base64': [parts(imageUrl(`${base64(png)}*`)), '1210', /neither a URL nor base64/],
		'base64 of the URL alphabet': [parts(imageUrl(png.toString('base64url'))), '1210', /neither a URL nor base64/],
		'base64 of a text': [parts(imageUrl(base64(Buffer.from('hello')))), '1210', /not a picture/],
		'a WebP': [parts(imageUrl(base64(webp))), '1210', /webp/],
		'a GIF': [parts(imageUrl(base64(gif))), '1210', /gif/],
		'a PNG called JPEG': [parts(imageUrl(`data:image/jpeg;base64,${base64(png)}`)), '1210', /called image\/jpeg/],
		'the type image/jpg': [parts(imageUrl(`data:image/jpg;base64,${base64(jpeg)}`)), '1210', /called image\/jpg/],
		'half a picture': [parts(imageUrl(base64(noisy.subarray(0, noisy.length / 2)))), '1210', /broken/],
		'a picture too wide': [parts(imageUrl(base64(tooWide))), '1210', /6001 × 2/],
		'a picture too large': [
			parts(imageUrl(base64(Buffer.concat([png, Buffer.alloc(5 * 1024 * 1024)])))),
			'1210',
			/bytes, more than/,
		],
		'a picture and a video': [parts(video, image, text), '1215', /pictures and videos/],
		'a video after the text': [parts(text, video), '1210', /first/],
		'a video for glm-4v': [content('glm-4v', video, text), '1210', /takes no video/],
		'two videos for glm-4v-plus': [content('glm-4v-plus', video, video, text), '1210', /2 videos/],
		'a WebM video': [parts(videoUrl(base64(webm))), '1210', /neither an mp4/],
		'a video of a wrong name': [parts(videoUrl(`data:video/mp4;base64,${base64(mkv)}`)), '1210', /called video\/mp4/],
		'a video too long': [content('glm-4v-plus', videoUrl(base64(longVideo)), text), '1210', /45 seconds, more than 30/],
		'a video too large': [
			content('glm-4v-plus', videoUrl(base64(Buffer.concat([mp4, Buffer.alloc(20 * 1024 * 1024)])))),
			'1210',
			/bytes, more than/,
		],
	};
	for (const [name, [body, code, why]] of Object.entries(refused)) {
		it(`refuses ${name}`, async () => {
			await assert.rejects(check(body), (error) => {
				assert.ok(error instanceof Refused, String(error));
				assert.match(error.message, why);
				assert.equal(error.reply.body.error.code, code);
				return true;
			});
		});
	}

	it('names the cap as the service does', async () => {
		const [today, before] = await Promise.all(
			[fields({ max_tokens: 40_000 }), first({ max_tokens: 2000 })].map((body) =>
				check(body).catch((error: unknown) => (error instanceof Refused ? error.reply.body.error.message : '')),
			),
		);
		assert.equal(today, 'max_tokens参数非法：限制数值范围[1,32768]');
		assert.equal(before, 'API 调用参数有误，请检查文档。');
	});
});

describe('checkLayoutRequest', () => {
	const dataUri = `data:image/png;base64,${base64(png)}`;
	const layout = (over: object): object => ({ model: 'glm-ocr', file: dataUri, ...over });
	for (const [what, body, code] of [
		['a data URI', layout({ request_id: 'request-1', user_id: 'user-1' }), undefined],
		['a web address', layout({ file: 'https://pictures.example.com/a.png' }), undefined],
		['a wide picture', layout({ file: `data:image/png;base64,${base64(tooWide)}` }), undefined],
		['bare base64', layout({ file: base64(png) }), '1214'],
		['another format', layout({ file: `data:image/webp;base64,${base64(webp)}` }), '1210'],
		['no file', layout({ file: undefined }), '1213'],
		['a stream', layout({ stream: true }), '1210'],
		['a prompt', layout({ messages: [] }), '1210'],
		['a model that chats', layout({ model: 'glm-4.6v' }), '1211'],
		['an id that was used before', layout({ request_id: 'used-before' }), '1231'],
	] as const) {
		it(`${code === undefined ? 'takes' : 'refuses'} ${what}`, async () => {
			const checked = checkLayoutRequest(JSON.parse(JSON.stringify(body)), {
				usedRequestIds: new Set(['used-before']),
				refusedForm: undefined,
				media: { images: [], imageUrls: [], videos: [], videoUrls: [] },
			});
			if (code === undefined) return void (await checked);
			await assert.rejects(checked, (error) => error instanceof Refused && error.reply.body.error.code === code);
		});
	}

	it('is the only way to glm-ocr', async () => {
		await assert.rejects(check(fields({ model: 'glm-ocr' })), Refused);
	});
});
