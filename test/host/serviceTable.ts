// What servers really send, by kind: each row is a situation that people have met in public, with the bytes of the server.
// Beside it stands faultTable.ts, which is about the way to a server.
import type { ServerResponse } from 'node:http';
import { goodEvents } from '../support/faultServers.ts';

/** One reply of a server. */
export interface Reply {
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body: string;
	/** In place of the end of the body: the connection is reset. */
	readonly breaksOff?: boolean;
}

/** The body of a request, as the server reads it. */
export interface RequestBody {
	readonly model: string;
	readonly messages: readonly { readonly content: string | readonly Readonly<Record<string, unknown>>[] }[];
	readonly [field: string]: unknown;
}

/** The replies in order, of which the last one repeats, or a server that judges what it gets. */
type Replies = readonly Reply[] | ((body: RequestBody, count: number) => Reply);

/** What the user gets: a sentence with a button, or an answer. */
type Seen =
	| { readonly sentence: RegExp; readonly button?: string; readonly text?: string }
	| { readonly text: string; readonly thinking?: string; readonly tokens?: number };

export interface Situation {
	readonly server: string;
	readonly situation: string;
	readonly replies: Replies;
	readonly seen: Seen;
	/** How many requests go out, where a failure that passes is tried once more. */
	readonly requests?: number;
	/** The reply to a look at this path. */
	readonly lists?: (path: string) => Reply;
	/** How many paths are looked at. */
	readonly looks?: number;
	readonly model?: string;
	/** The path of the endpoint: that of GLM, or of everybody else. */
	readonly path?: string;
}

const glmPath = '/api/paas/v4';
export const openAiPath = '/v1';

export function send(response: ServerResponse, { status = 200, headers = {}, body, breaksOff }: Reply): void {
	const isJson = /^\s*[[{"]/.test(body);
	response.writeHead(status, { 'content-type': isJson ? 'application/json' : 'text/event-stream', ...headers });
	if (!breaksOff) return void response.end(body);
	response.write(body, () => response.destroy());
}

const good: Reply = { body: goodEvents };
const answered = { text: 'Good.' } as const;

const json = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
	status,
	headers,
	body: JSON.stringify(value),
});
const text = (status: number, body: string): Reply => ({ status, body, headers: { 'content-type': 'text/plain' } });
const page = (status: number, title: string): Reply => ({
	status,
	headers: { 'content-type': 'text/html' },
	body: `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
});

/** A server that answers unless the request has this field. */
const refusing =
	(fields: readonly string[], refusal: (field: string) => Reply) =>
	(body: RequestBody): Reply => {
		const field = fields.find((name) => name in body);
		return field === undefined ? good : refusal(field);
	};

/** A server that takes pictures in one form only. */
const taking =
	(form: 'base64' | 'dataUri', refusal: Reply) =>
	({ messages }: RequestBody): Reply => {
		const isDataUri = JSON.stringify(messages).includes('"data:image/');
		return isDataUri === (form === 'dataUri') ? good : refusal;
	};

const glmError = (code: string, message: string, status = 400): Reply => json(status, { error: { code, message } });
const glmOnlyFields = ['request_id', 'do_sample', 'user_id', 'thinking'];

/** Fields that a server doesn't know: none that only GLM documents goes to others; a refused one is left out. */
const fields: readonly Situation[] = [
	{
		server: 'OpenAI',
		situation: 'refuses fields that it does not document',
		replies: refusing(glmOnlyFields, (field) =>
			json(400, {
				error: {
					message: `Unrecognized request argument supplied: ${field}`,
					type: 'invalid_request_error',
					param: null,
					code: null,
				},
			}),
		),
		seen: answered,
	},
	{
		server: 'Groq',
		situation: 'refuses fields that it does not document',
		replies: refusing(glmOnlyFields, (field) =>
			json(400, { error: { message: `property '${field}' is unsupported`, type: 'invalid_request_error' } }),
		),
		seen: answered,
	},
	{
		server: 'Mistral',
		situation: 'refuses fields with a list of places',
		replies: refusing(glmOnlyFields, (field) =>
			json(422, {
				object: 'error',
				message: {
					detail: [
						{ type: 'extra_forbidden', loc: ['body', field], msg: 'Extra inputs are not permitted', input: '1' },
					],
				},
			}),
		),
		seen: answered,
	},
	{
		server: 'OpenAI',
		situation: 'knows no max_tokens for a reasoning model',
		replies: refusing(['max_tokens'], (field) =>
			json(400, {
				error: {
					message: `Unsupported parameter: '${field}' is not supported with this model. Use 'max_completion_tokens' instead.`,
					type: 'invalid_request_error',
					param: field,
					code: 'unsupported_parameter',
				},
			}),
		),
		seen: answered,
		requests: 2,
	},
	{
		server: 'OpenAI',
		situation: 'takes no temperature for a reasoning model',
		replies: refusing(['temperature'], (field) =>
			json(400, {
				error: {
					message: `Unsupported value: '${field}' does not support 0.5 with this model. Only the default (1) value is supported.`,
					type: 'invalid_request_error',
					param: field,
				},
			}),
		),
		seen: answered,
		requests: 2,
	},
	{
		server: 'a relay with the paths of GLM',
		situation: 'refuses request_id',
		path: glmPath,
		replies: refusing(['request_id'], (field) =>
			json(400, { error: { message: `Unrecognized request argument supplied: ${field}` } }),
		),
		seen: answered,
		requests: 2,
	},
	{
		server: "Gemini's compatible endpoint",
		situation: 'refuses two fields one after the other, in a list',
		path: glmPath,
		replies: refusing(['request_id', 'temperature'], (field) =>
			json(400, [
				{
					error: {
						code: 400,
						message: `Invalid JSON payload received. Unknown name "${field}": Cannot find field.`,
						status: 'INVALID_ARGUMENT',
					},
				},
			]),
		),
		seen: answered,
		requests: 3,
	},
	{
		server: 'Moonshot',
		situation: 'takes no temperature but its own',
		replies: refusing(['temperature'], (field) =>
			json(400, {
				error: { message: `invalid ${field}: only 1 is allowed for this model`, type: 'invalid_request_error' },
			}),
		),
		seen: answered,
		requests: 2,
	},
	{
		server: 'a server',
		situation: 'refuses a field whatever is left out',
		replies: () => json(400, { error: { message: 'Unknown field: "temperature"' } }),
		seen: { sentence: /Unknown field: "temperature"/, button: 'askAgain' },
		requests: 2,
	},
];

/** Encodings of pictures. */
const encodings: readonly Situation[] = [
	...(
		[
			['Ollama', 400, { error: 'invalid image input' }],
			[
				'LM Studio',
				400,
				{ error: "Invalid 'content': 'image_url' in 'content' field must be a base64 encoded image." },
			],
			['vLLM', 400, { object: 'error', message: 'Invalid image url value', code: 400 }],
			['llama.cpp', 500, { error: { code: 500, message: 'Invalid url value', type: 'server_error' } }],
			['vLLM', 400, { object: 'error', message: 'The URL must be either a HTTP, data or file URL.', code: 400 }],
			['SGLang', 400, { object: 'error', message: '[Errno 36] File name too long', code: 400 }],
		] as const
	).map(([server, status, body]): Situation => ({
		server,
		situation: `takes data URIs only, whatever the model is called: ${JSON.stringify(body)}`,
		model: 'glm-4v-9b',
		replies: taking('dataUri', json(status, body)),
		seen: answered,
	})),
	{
		server: 'a relay with the paths of GLM',
		situation: 'takes data URIs only for a model of the first generation',
		path: glmPath,
		model: 'glm-4v',
		replies: taking('dataUri', json(400, { error: { message: '图片输入格式/解析错误' } })),
		seen: answered,
		requests: 2,
	},
	{
		server: 'GLM',
		situation: 'takes bare base64 only (1210)',
		path: glmPath,
		replies: taking('base64', glmError('1210', '图片输入格式/解析错误')),
		seen: answered,
		requests: 2,
	},
	{
		server: 'LM Studio',
		situation: 'one build takes bare base64 only',
		replies: taking('base64', json(400, { error: "'url' field must be a base64 encoded image." })),
		seen: answered,
		requests: 2,
	},
	...(
		[
			['vLLM', 'At most 1 image(s) may be provided in one prompt.'],
			[
				'Anthropic behind a relay',
				'messages.0.content.1.image.source.base64: image exceeds 5 MB maximum: 6801508 bytes',
			],
			['Volcengine Ark', 'The size of the input image (222 MB) exceeds the limit (10 MB).'],
		] as const
	).map(([server, message]): Situation => ({
		server,
		situation: `says of the pictures what is true in every form: ${message.slice(0, 60)}`,
		replies: [json(400, { error: { message } })],
		seen: { sentence: /Choose fewer or smaller ones\. The service says: ./ },
	})),
	{
		server: 'DashScope',
		situation: 'finds the picture too small, in every form',
		replies: [
			json(400, {
				error: {
					message:
						'<400> InternalError.Algo.InvalidParameter: The image length and width do not meet the model restrictions. [height:1 or width:1 must be larger than 10]',
					code: 'invalid_parameter_error',
				},
			}),
		],
		seen: { sentence: /must be larger than 10/, button: 'askAgain' },
	},
	{
		server: 'Ollama',
		situation: 'refuses a picture in either form, with different words',
		replies: [json(400, { error: 'invalid image input' }), json(400, { error: 'illegal base64 data at input byte 4' })],
		seen: { sentence: /invalid image input/, button: 'askAgain' },
		requests: 2,
	},
];

/** Models that aren't there, or can't see. */
const models: readonly Situation[] = [
	...(
		[
			['Ollama', json(404, { error: { message: "model 'llava' not found", type: 'api_error' } }), /'llava' not found/],
			[
				'Ollama',
				json(404, { error: "model 'llava' not found, try pulling it first" }),
				/'llava' not found, try pulling it first/,
			],
			[
				'LM Studio',
				json(404, {
					error: {
						message: 'No models loaded. Please load a model in the developer page or use the `lms load` command.',
						code: 'model_not_found',
					},
				}),
				/No models loaded\. Please load a model/,
			],
			[
				'vLLM',
				json(404, { object: 'error', message: 'The model `llava` does not exist.', type: 'NotFoundError', code: 404 }),
				/`llava` does not exist/,
			],
			[
				'new-api',
				json(503, {
					error: {
						message: '分组 default 下模型 llava 无可用渠道（distributor）',
						type: 'new_api_error',
						code: 'model_not_found',
					},
				}),
				/无可用渠道/,
			],
			[
				'LiteLLM',
				json(400, { error: { message: '/chat/completions: Invalid model name passed in model=llava', code: '400' } }),
				/Invalid model name/,
			],
			[
				'vLLM',
				json(404, {
					error: {
						message: 'The model `Qwen/Qwen2.5-VL-7B-Instruct` does not exist.',
						type: 'NotFoundError',
						code: 404,
					},
				}),
				/Qwen2\.5-VL/,
			],
			[
				'Gemini',
				json(404, [
					{
						error: {
							code: 404,
							message:
								'models/gemini-1.5-pro is not found for API version v1main, or is not supported for generateContent.',
							status: 'NOT_FOUND',
						},
					},
				]),
				/gemini-1\.5-pro/,
			],
			[
				'Volcengine Ark',
				json(404, {
					error: {
						code: 'ModelNotOpen',
						message:
							'Your account 2100 has not activated the model doubao-seed-1-6. Please activate the model service.',
						type: 'Not Found',
					},
				}),
				/has not activated the model/,
			],
			[
				'OpenRouter',
				json(404, { error: { message: 'No endpoints found for z-ai/glm-9v.', code: 404 } }),
				/No endpoints found/,
			],
			['SiliconFlow', json(403, { code: 30003, message: 'Model disabled.', data: null }), /Model disabled/],
			['GLM', glmError('1214', 'modelCode: does not exist'), /modelCode/],
			['GLM', glmError('1211', '模型不存在，请检查模型代码。'), /模型不存在/],
			[
				'OpenAI',
				json(404, { error: { message: 'The model `x` does not exist or you do not have access to it.' } }),
				/`x`/,
			],
		] as const
	).map(([server, reply, sentence]): Situation => ({
		server,
		situation: `has no such model: ${sentence.source}`,
		replies: [reply],
		seen: { sentence: new RegExp(`does not have this model.*${sentence.source}`), button: 'selectModel' },
	})),
	...(
		[
			['GLM', glmError('1210', "messages.content.type 参数非法，取值范围 ['text']")],
			['GLM', glmError('1214', "messages[0].content[0].type:参数非法，取值范围 ['text']")],
			['LM Studio', json(400, { error: 'Model does not support images. Please use a model that does.' })],
			['vLLM', json(400, { object: 'error', message: 'zai-org/GLM-4.6 is not a multimodal model', code: 400 })],
			['vLLM', json(400, { error: { message: 'At most 0 image(s) may be provided in one prompt.' } })],
			['SGLang', json(400, { object: 'error', message: 'Multimodal inputs are not supported for this model.' })],
			[
				'llama.cpp',
				json(500, {
					error: {
						code: 500,
						message: 'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj',
						type: 'server_error',
					},
				}),
			],
			['OpenRouter', json(404, { error: { message: 'No endpoints found that support image input', code: 404 } })],
			[
				'OpenAI',
				json(400, { error: { message: 'Invalid content type. image_url is only supported by certain models.' } }),
			],
			[
				'DeepSeek',
				json(400, {
					error: {
						message:
							'Failed to deserialize the JSON body into the target type: messages[0]: unknown variant `image_url`, expected `text`',
					},
				}),
			],
			[
				'SiliconFlow',
				json(400, {
					code: 20041,
					message: 'The model is not a VLM (Vision Language Model). Please use text-only prompts.',
					data: null,
				}),
			],
			[
				'DashScope',
				json(400, {
					error: {
						message:
							'<400> InternalError.Algo.InvalidParameter: The provided messages input is invalid. The error info is [Unexpected item type in content.]',
						code: 'invalid_parameter_error',
					},
				}),
			],
			['Moonshot', json(400, { error: { message: 'Image input not supported for model moonshot-v1-8k' } })],
			['MLX', json(404, { error: "Only 'text' content type is supported." })],
			[
				'Ollama',
				json(500, {
					error: {
						message:
							'Failed to create new sequence: failed to process inputs: this model is missing data required for image input',
						type: 'api_error',
					},
				}),
			],
			['LM Studio', json(400, { error: 'Vision add-on is not loaded, but images were provided for processing' })],
			[
				'Groq',
				json(400, {
					error: {
						message:
							"'messages.0' : for 'role:user' the following must be satisfied[('messages.0.content' : content must be a string)]",
					},
				}),
			],
		] as const
	).map(([server, reply]): Situation => ({
		server,
		situation: `its model can't see: ${reply.body.slice(0, 60)}`,
		path: server === 'GLM' ? glmPath : openAiPath,
		model: 'a-model',
		replies: [reply],
		seen: { sentence: /can't see pictures/, button: 'selectModel' },
	})),
];

const modelList = { object: 'list', data: [{ id: 'llava', object: 'model' }] };
const listedBelow = /nothing at this address, but lists models at http:\/\/127\.0\.0\.1:\d+\/v1\. /;

/** Refusals that are about the question, the account or the moment. */
const refusals: readonly Situation[] = [
	...(
		[
			[
				'llama.cpp',
				json(400, {
					error: {
						code: 400,
						message: 'the request exceeds the available context size, try increasing it',
						type: 'exceed_context_size_error',
						n_prompt_tokens: 9000,
						n_ctx: 4096,
					},
				}),
			],
			[
				'vLLM',
				json(400, {
					error: { message: 'max_tokens must be at least 1, got -186. (parameter=max_tokens, value=-186)', code: 400 },
				}),
			],
			[
				'vLLM',
				json(400, {
					object: 'error',
					message:
						"This model's maximum context length is 4096 tokens. However, you requested 5120 tokens in the messages, Please reduce the length of the messages.",
					code: 400,
				}),
			],
			['OpenAI', json(400, { error: { message: 'Too long.', code: 'context_length_exceeded' } })],
			[
				'DashScope',
				json(400, {
					error: {
						message: '<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 204800]',
						code: 'invalid_parameter_error',
					},
				}),
			],
			[
				'TGI',
				json(422, {
					error:
						'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 32768. Given: 696970 `inputs` tokens and 0 `max_new_tokens`',
					error_type: 'validation',
				}),
			],
			['GLM', glmError('1261', 'Prompt 超长')],
		] as const
	).map(([server, reply]): Situation => ({
		server,
		situation: `the conversation is too long: ${reply.body.slice(0, 60)}`,
		replies: [reply],
		seen: { sentence: /too long for this model/, button: 'selectModel' },
	})),
	...(
		[
			[
				'LiteLLM',
				json(429, {
					error: {
						message:
							'litellm.RateLimitError: RateLimitError: ZaiException - {"error":{"code":"1305","message":"The service may be temporarily overloaded"}}',
						type: 'throttling_error',
						code: '429',
					},
				}),
			],
			['OpenAI', json(429, { error: { message: 'Rate limit reached for gpt-4o', code: 'rate_limit_exceeded' } })],
			['Cloudflare', text(429, 'error code: 1015')],
			['GLM', glmError('1312', '该模型当前访问量过大，请您稍后再试', 429)],
			['GLM', glmError('1120', '暂时无法处理该请求，请稍后重试', 429)],
			['GLM', glmError('1305', '该模型当前访问量过大，请您稍后再试', 429)],
			[
				'Anthropic behind a relay',
				json(529, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
			],
			[
				'Hugging Face',
				json(503, { error: 'Model Qwen/Qwen2-VL-2B-Instruct is currently loading', estimated_time: 9.5 }),
			],
			[
				'Cloudflare',
				json(429, {
					errors: [{ message: 'AiError: Capacity temporarily exceeded, please try again.', code: 3040 }],
					success: false,
				}),
			],
			['a server', json(429, { error: 'slow down' }, { 'retry-after': '1' })],
		] as const
	).map(([server, reply]): Situation => ({
		server,
		situation: `is busy, and is asked again: ${reply.body.slice(0, 60)}`,
		replies: [reply, good],
		seen: answered,
		requests: 2,
	})),
	...(
		[
			['nginx', page(504, '504 Gateway Time-out')],
			['Cloudflare', page(524, 'A timeout occurred')],
			['a relay', json(504, { error: { message: 'upstream request timeout' } })],
		] as const
	).map(([server, reply]): Situation => ({
		server,
		situation: `gave up waiting (${reply.status}): what may be paid for is not asked again by itself`,
		replies: [reply],
		seen: { sentence: /may have been billed/, button: 'askAgain' },
	})),
	{
		server: 'OpenRouter',
		situation: 'passes on a 400 of the service behind it as 502',
		replies: [
			json(502, {
				error: {
					message: 'Provider returned error',
					code: 400,
					metadata: { raw: '{"error":{"message":"The picture has no pixels"}}', provider_name: 'Z.AI' },
				},
			}),
		],
		seen: { sentence: /Provider returned error: The picture has no pixels/, button: 'askAgain' },
	},
	{
		server: 'a relay',
		situation: 'passes on a 400 in words, as 502',
		replies: [json(502, { error: { message: 'bad response status code 400, message: temperature is odd' } })],
		seen: { sentence: /bad response status code 400/, button: 'askAgain' },
	},
	{
		server: 'nginx',
		situation: 'finds nobody behind it (502), and is asked again',
		replies: [page(502, '502 Bad Gateway'), good],
		seen: answered,
		requests: 2,
	},
	{
		server: 'new-api',
		situation: 'the balance is used up (403)',
		replies: [json(403, { error: { message: '用户额度不足, 剩余额度: ＄0.00', type: 'new_api_error' } })],
		seen: { sentence: /no balance/, button: 'openBilling' },
	},
	{
		server: 'OpenAI',
		situation: 'the balance is used up (429)',
		replies: [
			json(429, {
				error: {
					message: 'You exceeded your current quota, please check your plan and billing details.',
					code: 'insufficient_quota',
				},
			}),
		],
		seen: { sentence: /no balance/, button: 'openBilling' },
	},
	...(
		[
			['SiliconFlow', json(403, { code: 30001, message: 'Sorry, your account balance is insufficient', data: null })],
			[
				'DashScope',
				json(400, {
					error: { message: 'Access denied, please make sure your account is in good standing.', code: 'Arrearage' },
				}),
			],
			['MiniMax', json(200, { choices: null, base_resp: { status_code: 1008, status_msg: 'insufficient balance' } })],
			['one-api', json(401, { error: { message: '该令牌额度已用尽', type: 'one_api_error' } })],
		] as const
	).map(([server, reply]): Situation => ({
		server,
		situation: `the balance is used up: ${reply.body.slice(0, 60)}`,
		replies: [reply],
		seen: { sentence: /no balance/, button: 'openBilling' },
	})),
	...(
		[
			[
				'Gemini',
				'You exceeded your current quota, please check your plan and billing details. Quota exceeded for metric: free_tier_requests',
			],
			[
				'OpenRouter',
				'Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day',
			],
			['Ollama', "you've reached your hourly usage limit, please upgrade to continue"],
		] as const
	).map(([server, message]): Situation => ({
		server,
		situation: `has a limit that no wait of seconds ends: ${message.slice(0, 60)}`,
		replies: [json(429, { error: { message } })],
		seen: { sentence: /reached its limit.*The service says: ./, button: 'openBilling' },
	})),
	{
		server: 'LiteLLM',
		situation: 'knows the key, and does not let it use this model (401)',
		replies: [
			json(401, {
				error: {
					message:
						"key not allowed to access model. This key can only access models=['gpt-4']. Tried to access some-model",
					type: 'key_model_access_denied',
					code: '401',
				},
			}),
		],
		seen: { sentence: /can't use this model.*can only access/, button: 'selectModel' },
	},
	{
		server: 'OpenAI',
		situation: 'says how many tokens a model writes at most',
		replies: [
			json(400, {
				error: { message: 'max_tokens is too large: 128000. This model supports at most 16384 completion tokens.' },
			}),
		],
		seen: { sentence: /Check the settings.*at most 16384/, button: 'openSettings' },
	},
	{
		server: 'Cloudflare',
		situation: 'blocks the question with a line (1010)',
		replies: [text(403, 'error code: 1010')],
		seen: { sentence: /gateway in front of .* blocked the question/, button: 'showLog' },
	},
	{
		server: 'DeepSeek',
		situation: 'the balance is used up (402)',
		replies: [json(402, { error: { message: 'Insufficient Balance' } })],
		seen: { sentence: /no balance/, button: 'openBilling' },
	},
	{
		server: 'OpenRouter',
		situation: 'finds the content unfit',
		replies: [json(403, { error: { message: 'Input was flagged by moderation', code: 403 } })],
		seen: { sentence: /because of its content/ },
	},
	...[page(403, 'Attention Required! | Cloudflare'), page(405, '405'), page(503, 'Just a moment...')].map(
		(reply): Situation => ({
			server: 'a firewall',
			situation: `blocks the question with a page (${reply.status})`,
			replies: [reply],
			seen: { sentence: /gateway in front of .* blocked the question/, button: 'showLog' },
		}),
	),
	{
		server: 'GLM',
		situation: 'wants a second factor (1005)',
		path: glmPath,
		replies: [glmError('1005', '请先完成二次验证登录', 401)],
		seen: { sentence: /Sign in there.*请先完成二次验证登录/, button: 'openBilling' },
	},
	{
		server: 'GLM',
		situation: 'the enterprise plan has ended (1314)',
		path: glmPath,
		replies: [glmError('1314', '您的企业套餐已到期', 429)],
		seen: { sentence: /The plan of this API key at .* has ended/, button: 'openBilling' },
	},
	{
		server: 'GLM',
		situation: 'the key is of another kind (1315)',
		path: glmPath,
		replies: [glmError('1315', '当前 API Key 类型不支持该接口', 429)],
		seen: { sentence: /API keys of another kind/, button: 'setApiKey' },
	},
	{
		server: 'Gemini',
		situation: 'refuses the key with 400',
		replies: [json(400, [{ error: { code: 400, message: 'API key not valid. Please pass a valid API key.' } }])],
		seen: { sentence: /There is no API key for/, button: 'setApiKey' },
	},
	{
		server: 'LM Studio',
		situation: 'has nothing at the path (200)',
		path: '',
		replies: [json(200, { error: 'Unexpected endpoint or method. (POST /chat/completions)' })],
		lists: (path) => json(200, { error: `Unexpected endpoint or method. (GET ${path})` }),
		seen: { sentence: /nothing at this address.*Unexpected endpoint/, button: 'openSettings' },
		looks: 2,
	},
	{
		server: 'LM Studio',
		situation: 'has nothing at the path (200), and models below /v1',
		path: '',
		replies: [json(200, { error: 'Unexpected endpoint or method. (POST /chat/completions)' })],
		lists: (path) =>
			json(200, path === '/v1/models' ? modelList : { error: `Unexpected endpoint or method. (GET ${path})` }),
		seen: { sentence: listedBelow, button: 'useEndpoint' },
		looks: 2,
	},
	{
		server: 'Ollama',
		situation: 'has nothing at the path (404), and models below /v1',
		path: '',
		replies: [text(404, '404 page not found')],
		lists: (path) => (path === '/v1/models' ? json(200, modelList) : text(404, '404 page not found')),
		seen: { sentence: listedBelow, button: 'useEndpoint' },
		looks: 2,
	},
	{
		server: 'a relay',
		situation: 'lists models at both, and answers at neither',
		path: '',
		replies: [text(404, 'Not Found')],
		lists: () => json(200, modelList),
		seen: { sentence: /nothing at this address/, button: 'openSettings' },
		looks: 2,
	},
	{
		server: 'a relay',
		situation: 'has nothing below /v1',
		replies: [text(404, 'Not Found')],
		lists: () => json(200, modelList),
		seen: { sentence: /nothing at this address/, button: 'openSettings' },
	},
	{
		server: 'Ollama',
		situation: 'has nothing at the path (404)',
		path: '',
		replies: [text(404, '404 page not found')],
		seen: { sentence: /nothing at this address.*404 page not found/, button: 'openSettings' },
		looks: 2,
	},
];

/** Words of an error in every wrapping, with 4xx, 5xx or 200. */
const wordings: readonly Situation[] = [400, 500, 200].flatMap((status) =>
	(
		[
			['a string', { error: 'The cat sat on the wire' }],
			['an envelope', { error: { message: 'The cat sat on the wire', type: 'x' } }],
			['a detail', { detail: 'The cat sat on the wire' }],
			['a list of details', { detail: [{ loc: ['body', 'top'], msg: 'The cat sat on the wire' }] }],
			['a list of envelopes', [{ error: { message: 'The cat sat on the wire' } }]],
			['a list of errors', { errors: [{ message: 'The cat sat on the wire' }] }],
			['an object that says it is one', { object: 'error', message: 'The cat sat on the wire' }],
			['plain text', 'The cat sat on the wire'],
		] as const
	).map(([name, value]): Situation => ({
		server: 'a server',
		situation: `says why as ${name} with ${status}`,
		replies: [typeof value === 'string' ? text(status, value) : json(status, value)],
		seen: { sentence: /The cat sat on the wire/, button: 'askAgain' },
		requests: status === 500 ? 2 : 1,
	})),
);

const chunk = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;
const delta = (content: unknown, more: object = {}): string => chunk({ choices: [{ delta: { content }, ...more }] });
const stop = chunk({ choices: [{ delta: {}, finish_reason: 'stop' }] });
const done = 'data: [DONE]\n\n';
const stream = (situation: string, body: string, seen: Seen = answered, requests = 1): Situation => ({
	server: 'a server',
	situation,
	replies: [{ body }],
	seen,
	requests,
});

/** Streams and bodies. */
const streams: readonly Situation[] = [
	...['', 'null', 'ping', 'keep-alive'].map((data) =>
		stream(
			`sends the heartbeat "data: ${data}"`,
			`data: ${data}\n\n${delta('Go')}data: ${data}\n\n${delta('od.')}${stop}${done}`,
		),
	),
	stream(
		'sends events called ping',
		`event: ping\ndata: {"type":"ping"}\n\n${delta('Good.')}event: ping\ndata: x\n\n${stop}${done}`,
	),
	...['data:  [DONE] \n\n', `${done}${done}`, 'data: done\n\n', 'data: [done]\n\n'].map((end) =>
		stream(`ends with ${JSON.stringify(end)}`, `${delta('Good.')}${stop}${end}`),
	),
	stream('begins with a blank line that is indented', `  \n ${delta('Good.')}${stop}${done}`),
	stream(
		'numbers its id, and counts in strings',
		`${chunk({ id: 7, choices: [{ delta: { content: 'Good.' } }], usage: '' })}${stop}${chunk({ choices: [], usage: { prompt_tokens: '400', completion_tokens: '45', total_tokens: '445' } })}${done}`,
		{ text: 'Good.', tokens: 445 },
	),
	stream(
		'has choices that are none',
		`${chunk({ choices: {} })}${chunk({ choices: [null] })}${delta('Good.')}${stop}${done}`,
	),
	stream(
		'has NaN where nobody reads',
		`data: {"choices":[{"delta":{"content":"Good."},"logprob":NaN}]}\n\n${stop}${done}`,
	),
	stream('writes null as a word', `${delta('Good.', { finish_reason: 'null' })}${stop}${done}`),
	stream('writes a number as content', `${delta(42)}${stop}${done}`, { text: '42' }),
	stream('lists its content as strings', `${delta(['Go', 'od.'])}${stop}${done}`),
	stream('lists its content as objects', `${delta([{ type: 'text', text: 'Go' }, { text: 'od.' }])}${stop}${done}`),
	stream('writes completions', `${chunk({ choices: [{ text: 'Good.', finish_reason: 'stop' }] })}${done}`),
	stream('writes a refusal', `${chunk({ choices: [{ delta: { refusal: 'Good.' } }] })}${stop}${done}`),
	stream(
		'has a message beside an empty delta',
		`${chunk({ choices: [{ delta: {}, message: { content: 'Good.' } }] })}${stop}${done}`,
	),
	stream(
		'repeats the whole message at the end',
		`${delta('Good.')}${chunk({ choices: [{ delta: {}, message: { content: 'Good.' }, finish_reason: 'stop' }] })}${done}`,
	),
	stream(
		'thinks in delta.reasoning',
		`${chunk({ choices: [{ delta: { reasoning: 'Hm.' } }] })}${delta('Good.')}${stop}${done}`,
		{
			text: 'Good.',
			thinking: 'Hm.',
		},
	),
	stream(
		'thinks in parts of the content',
		`${delta([{ type: 'thinking', thinking: 'Hm.' }, { text: 'Good.' }])}${stop}${done}`,
		{
			text: 'Good.',
			thinking: 'Hm.',
		},
	),
	stream(
		'thinks in the content and marks the end only',
		`${delta('Hm.\n')}${delta('</think>')}${delta('Good.')}${stop}${done}`,
		{
			text: 'Good.',
			thinking: 'Hm.\n',
		},
	),
	stream(
		'counts in every chunk',
		`${chunk({ choices: [{ delta: { content: 'Go' } }], usage: { total_tokens: 443 } })}${chunk({ choices: [{ delta: { content: 'od.' } }], usage: { total_tokens: 444 } })}${chunk({ choices: [{ delta: {}, finish_reason: 'stop' }], usage: { total_tokens: 445 } })}${done}`,
		{ text: 'Good.', tokens: 445 },
	),
	...(
		[
			['an event called error, flat', 'event: error\ndata: {"message":"The cat sat"}\n\n'],
			['an event called error, in plain words', 'event: error\ndata: The cat sat\n\n'],
			['a field called error', 'error: The cat sat\n\n'],
			['an object that says it is one', chunk({ object: 'error', message: 'The cat sat', code: 400 })],
			['an error beside choices', chunk({ error: { message: 'The cat sat' }, choices: [] })],
		] as const
	).map(([name, event]) =>
		stream(`fails in mid-answer with ${name}`, `${delta('Good.')}${event}`, { sentence: /The cat sat/, text: 'Good.' }),
	),
	stream(
		'has an empty error in each chunk',
		`${chunk({ error: '', choices: [{ delta: { content: 'Good.' } }] })}${stop}${done}`,
	),
	stream(
		'has no empty line between its events',
		`${delta('Go')}${delta('od.')}${stop}${done}`.replaceAll('\n\n', '\n'),
	),
	stream('glues its events together', `${delta('Go')}${delta('od.')}${stop}`.replaceAll('\n\n', '')),
	stream('writes its events as lines of JSON', `${delta('Go')}${delta('od.')}${stop}`.replaceAll('data: ', '')),
	...['eos', 'end_turn', 'STOP'].map((reason) =>
		stream(`ends with the reason ${reason}`, `${delta('Good.')}${chunk({ choices: [{ finish_reason: reason }] })}`),
	),
	stream('counts in its choice', `${delta('Good.', { finish_reason: 'stop', usage: { total_tokens: 45 } })}${done}`, {
		text: 'Good.',
		tokens: 45,
	}),
	...(
		[
			['in its choice', chunk({ choices: [{ finish_reason: 'error', error: { message: 'The cat sat', code: 502 } }] })],
			['with a code alone', chunk({ code: 20015, message: 'The cat sat', data: null })],
			['without the name of a field', '{"error":{"message":"The cat sat"}}\n\n'],
		] as const
	).map(([name, event]) =>
		stream(`fails in mid-answer ${name}`, `${delta('Good.')}${event}`, { sentence: /The cat sat/, text: 'Good.' }),
	),
	stream(
		'comments before a plain body',
		`: PROCESSING\n\n: PROCESSING\n\n${JSON.stringify({ choices: [{ message: { content: 'Good.' }, finish_reason: 'stop' }] })}`,
	),
	{
		server: 'a server',
		situation: 'counts, and then is busy: that was no answer yet, and it is asked again',
		replies: [
			{
				body: `${chunk({ choices: [], usage: { total_tokens: 9 } })}${chunk({ error: { code: '1305', message: 'Busy' } })}`,
			},
			good,
		],
		seen: { text: 'Good.', tokens: 9 },
		requests: 2,
	},
	{
		server: 'a server',
		situation: 'resets the connection in mid-answer',
		replies: [{ body: delta('Good.'), breaksOff: true }],
		seen: { sentence: /ended the answer before it was complete/, button: 'askAgain', text: 'Good.' },
	},
	{
		server: 'a server',
		situation: 'resets the connection behind the head of the answer',
		replies: [{ body: ': wait\n\n', breaksOff: true }],
		seen: { sentence: /ended the answer before it was complete/, button: 'askAgain' },
	},
];

/** All situations, by what they are about. */
export const situations: Readonly<Record<string, readonly Situation[]>> = {
	'The fields of a request': fields,
	'The encoding of pictures': encodings,
	'The model': models,
	Refusals: refusals,
	'The words of an error': wordings,
	'Streams and bodies': streams,
};
