// Refusals of other services: some are quoted from public threads, some were written down from what is known of their documentation,
// and those of “a server” or “a relay” are made up. The window’s side of the same is test/host/serviceTable.ts.
import assert from 'node:assert/strict';
import { FailureError, type ServiceRefusal } from '../../../../src/core/failure.ts';
import {
	isFetchRejection,
	isMediaRejection,
	refusedField,
	serviceFailure,
} from '../../../../src/core/glm/serviceFailure.ts';

/**
 * What is tried next by itself, beside a wait: a picture's bytes in their other form, the content of a web address that the service
 * couldn't use, or neither.
 */
type Next = 'other form' | 'content' | 'nothing';

type Row = readonly [service: string, status: number, body: object | string, next?: Next];

const error = (message: string, more: object = {}): object => ({ error: { message, ...more } });

const refusals: Readonly<Partial<Record<ServiceRefusal['kind'], readonly Row[]>>> = {
	modelUnknown: [
		['OpenRouter', 400, error('z-ai/glm-9v is not a valid model ID', { code: 400 })],
		['vLLM', 404, error('The model `Qwen/Qwen2.5-VL-7B-Instruct` does not exist.', { code: 404 })],
		['LMDeploy', 404, { object: 'error', message: 'The model "glm-4.6v" does not exist.', code: 404 }],
		[
			'Groq',
			400,
			error(
				'The model `llama-3.2-11b-vision-preview` has been decommissioned and is no longer supported. Please refer to https://console.groq.com/docs/deprecations',
				{ code: 'model_decommissioned' },
			),
		],
		[
			'Gemini',
			404,
			[
				error(
					'models/gemini-1.5-pro is not found for API version v1main, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.',
					{ code: 404, status: 'NOT_FOUND' },
				),
			],
		],
		[
			'Volcengine Ark',
			404,
			error(
				'The model or endpoint doubao-1.5-pro-32k does not exist or you do not have access to it. Request id: 021',
				{
					code: 'InvalidEndpointOrModel.NotFound',
				},
			),
		],
		[
			'Volcengine Ark',
			404,
			error(
				'Your account 2100 has not activated the model doubao-seed-1-6. Please activate the model service in the Ark Console.',
				{ code: 'ModelNotOpen' },
			),
		],
		[
			'Azure',
			404,
			error(
				'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
				{ code: 'DeploymentNotFound' },
			),
		],
		['Moonshot', 404, error('Not found the model kimi-k9 or Permission denied', { type: 'resource_not_found_error' })],
		['SiliconFlow', 403, { code: 30003, message: 'Model disabled.', data: null }],
		['SiliconFlow', 400, { code: 20012, message: 'Model does not exist. Please check it carefully.', data: null }],
		[
			'Together',
			404,
			error(
				'Unable to access model foo/bar. Please visit https://api.together.ai/models to view the list of supported models.',
				{
					type: 'invalid_request_error',
					code: 'model_not_available',
				},
			),
		],
		['Fireworks', 404, error('Model not found, inaccessible, and/or not deployed', { code: 'NOT_FOUND' })],
		['OpenRouter', 404, error('No endpoints found for z-ai/glm-9v.', { code: 404 })],
		['OpenRouter', 404, error('No allowed providers are available for the selected model.', { code: 404 })],
		[
			'Hugging Face',
			400,
			error("The requested model 'Qwen/Qwen2.5-VL-7B-Instruct' is not supported by any provider you have enabled.", {
				code: 'model_not_supported',
			}),
		],
		['ModelScope', 400, { errors: { message: 'Model id: Qwen/QVQ-72B has no provider supported' }, request_id: '' }],
		[
			'one-api',
			503,
			error('当前分组 default 下对于模型 glm-4.6v 无可用渠道 (request id: 2024)', { type: 'one_api_error' }),
		],
		['Mistral', 400, { object: 'error', message: 'Invalid model: pixtral', type: 'invalid_model', code: '1500' }],
		[
			'Anthropic behind a relay',
			404,
			{ type: 'error', error: { type: 'not_found_error', message: 'model: claude-9' } },
		],
		['Cloudflare', 400, { errors: [{ message: 'AiError: No such model @cf/x or task', code: 5007 }], success: false }],
		['GPUStack', 404, { code: 404, reason: 'NotFound', message: 'Model not found' }],
		['Xinference', 400, { detail: 'Model not found in the model list, uid: qwen2.5-vl' }],
	],
	modelCannotSee: [
		['a relay', 400, error('该模型不支持图像输入')],
		['a relay', 400, error('该模型仅支持文本输入')],
		[
			'SiliconFlow',
			400,
			{
				code: 20041,
				message: 'The model is not a VLM (Vision Language Model). Please use text-only prompts.',
				data: null,
			},
		],
		[
			'DashScope',
			400,
			error(
				'<400> InternalError.Algo.InvalidParameter: The provided messages input is invalid. The error info is [Unexpected item type in content.]',
				{ code: 'invalid_parameter_error' },
			),
		],
		['Moonshot', 400, error('Image input not supported for model moonshot-v1-8k', { type: 'invalid_request_error' })],
		['MLX', 404, { error: "Only 'text' content type is supported." }],
		[
			'xAI',
			400,
			{ code: 'Client specified an invalid argument', error: 'Image inputs are not supported by this model.' },
		],
		[
			'a server of FastAPI',
			422,
			{
				detail: [
					{ type: 'string_type', loc: ['body', 'messages', 0, 'content'], msg: 'Input should be a valid string' },
				],
			},
		],
		['OpenRouter', 404, error('No endpoints found that support image input', { code: 404 })],
		['LM Studio', 400, { error: 'Model does not support images. Please use a model that does.' }],
	],
	tooLong: [
		['a relay', 400, error('输入长度超过模型限制')],
		['LM Studio', 400, { error: 'Context size has been exceeded.' }],
		[
			'SGLang',
			400,
			error(
				"Requested token count exceeds the model's maximum context length of 262144 tokens. You requested a total of 264693 tokens: 2570 tokens from the input messages and 262123 tokens for the completion.",
			),
		],
		[
			'DashScope',
			400,
			error('<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 204800]', {
				code: 'invalid_parameter_error',
			}),
		],
		[
			'TGI',
			422,
			{
				error:
					'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 32768. Given: 696970 `inputs` tokens and 0 `max_new_tokens`',
				error_type: 'validation',
			},
		],
		['TGI', 422, { error: 'Input validation error: `inputs` must have less than 4096 tokens. Given: 4545' }],
		[
			'vLLM',
			400,
			error(
				'The decoder prompt (length 9000) is longer than the maximum model length of 4096. Make sure that `max_model_len` is no smaller than the number of text tokens plus multimodal tokens. For image inputs, the number of image tokens depends on the number of images and their aspect ratios as well.',
			),
		],
		[
			'vLLM',
			400,
			error(
				"You passed 5000 input tokens and requested 1000 output tokens. However, the model's context length is only 4096 tokens, resulting in a maximum input length of 3096 tokens. Please reduce the length of the input prompt.",
			),
		],
		[
			'LM Studio',
			400,
			{
				error:
					'Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough. Try to load the model with a larger context length, or provide a shorter input',
			},
		],
		[
			'LM Studio',
			400,
			{
				error:
					'The number of tokens to keep from the initial prompt is greater than the context length. Try to load the model with a larger context length, or provide a shorter input',
			},
		],
		['Moonshot', 400, error('Invalid request: Your request exceeded model token limit: 8192 (requested: 9000)')],
		[
			'SiliconFlow',
			400,
			{ code: 20015, message: 'length of prompt_tokens (37001) must be less than max_seq_len (32768).', data: null },
		],
		[
			'Cloudflare',
			413,
			{
				errors: [
					{
						message:
							'AiError: The estimated number of input and maximum output tokens (9000) exceeded this model context window limit (7968).',
						code: 5021,
					},
				],
				success: false,
			},
		],
		[
			'Groq',
			400,
			error('Please reduce the length of the messages or completion.', { code: 'context_length_exceeded' }),
		],
		['Anthropic behind a relay', 400, error('prompt is too long: 210000 tokens > 200000 maximum')],
	],
	busy: [
		['a relay', 503, error('系统繁忙')],
		['Ollama', 503, { error: 'Server overloaded, please retry shortly (ref: aaa65c70)' }],
		['KoboldCpp', 503, { detail: { msg: 'Server is busy; please try again later.', type: 'service_unavailable' } }],
		['LiteLLM', 429, error('No deployments available for selected model, Try again in 5 seconds. Passed model=x.')],
		['SiliconFlow', 503, { code: 50505, message: 'Model service overloaded. Please try again later.', data: null }],
		[
			'SiliconFlow',
			429,
			{ message: 'Request was rejected due to rate limiting. Details:TPM limit reached.', data: null },
		],
		['Mistral', 429, { object: 'error', message: 'Service tier capacity exceeded for this model.', code: '3505' }],
		[
			'Moonshot',
			429,
			error('Your account org-1 request reached max request: 3, please try again after 1 seconds', {
				type: 'rate_limit_reached_error',
			}),
		],
		['Volcengine Ark', 429, error('Request burst.', { code: 'RequestBurstTooFast', type: 'TooManyRequests' })],
		['Hugging Face', 503, { error: 'Model too busy, unable to get response in less than 60 second(s)' }],
		['Hugging Face', 503, { error: 'Model Qwen/Qwen2-VL-2B-Instruct is currently loading', estimated_time: 176.7 }],
		['llama.cpp', 503, error('Loading model', { code: 503, type: 'unavailable_error' })],
		['TGI', 429, { error: 'Model is overloaded', error_type: 'overloaded' }],
		[
			'Cloudflare',
			429,
			{
				errors: [{ message: 'AiError: Capacity temporarily exceeded, please try again.', code: 3040 }],
				success: false,
			},
		],
		['one-api', 429, error('当前分组上游负载已饱和，请稍后再试 (request id: 2024)', { type: 'one_api_error' })],
		[
			'Azure',
			429,
			error(
				'Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-10-21 have exceeded call rate limit of your current OpenAI S0 pricing tier. Please retry after 8 seconds.',
				{ code: '429' },
			),
		],
		['Gemini', 503, [error('The model is overloaded. Please try again later.', { code: 503, status: 'UNAVAILABLE' })]],
		['MiniMax', 200, { choices: null, base_resp: { status_code: 1002, status_msg: 'rate limit exceeded(RPM)' } }],
	],
	quota: [
		['OpenRouter', 403, error('Key limit exceeded (total limit). Manage it using https://openrouter.ai/settings/keys')],
		[
			'Gemini',
			429,
			[
				error(
					'You exceeded your current quota, please check your plan and billing details. * Quota exceeded for metric: generativelanguage.googleapis.com/generate_content_free_tier_requests, limit: 20. Please retry in 40.5s.',
					{ code: 429, status: 'RESOURCE_EXHAUSTED' },
				),
			],
		],
		[
			'OpenRouter',
			429,
			error('Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day'),
		],
		[
			'Groq',
			429,
			error(
				'Rate limit reached for model `qwen` in organization `org_1` on tokens per day (TPD): Limit 500000, Used 499000, Requested 2000. Please try again in 12m3s.',
				{ code: 'rate_limit_exceeded' },
			),
		],
		[
			'Cloudflare',
			429,
			{
				errors: [{ message: 'AiError: you have used up your daily free allocation of 10,000 neurons', code: 4006 }],
				success: false,
			},
		],
		['Ollama', 429, { error: 'you (someone) have reached your session usage limit, upgrade for higher limits' }],
		['Ollama', 429, { error: "you've reached your hourly usage limit, please upgrade to continue" }],
		[
			'ModelScope',
			429,
			{ errors: { message: "You have exceeded today's quota for model X, please try again tomorrow" } },
		],
		[
			'Volcengine Ark',
			429,
			error(
				'Your account [2100] has reached the set inference limit for the [doubao] model, and the model service has been paused. To continue using this model, please visit the Model Activation page to adjust or close the "Safe Experience Mode".',
				{ code: 'SetLimitExceeded', type: 'TooManyRequests' },
			),
		],
		[
			'DashScope',
			403,
			error(
				'The free tier of the model has been exhausted. If you wish to continue access the model on a paid basis, please disable the "use free tier only" mode in the management console.',
				{ code: 'AllocationQuota.FreeTierOnly' },
			),
		],
	],
	answerLost: [
		[
			'LiteLLM',
			408,
			error('litellm.Timeout: APITimeoutError - Request timed out. Error_str: Request timed out.', {
				type: 'timeout_error',
				code: '408',
			}),
		],
		['a relay', 503, 'upstream request timeout'],
		['Azure', 408, error('The operation was timeout.', { code: 'Timeout' })],
	],
	serviceBroken: [
		[
			'Envoy',
			503,
			'upstream connect error or disconnect/reset before headers. reset reason: connection timeout',
			'nothing',
		],
		['Ollama', 500, { error: 'timed out waiting for llama runner to start' }, 'nothing'],
		[
			'Ollama',
			500,
			{ error: 'model runner has unexpectedly stopped, this may be due to resource limitations or an internal error' },
			'nothing',
		],
		[
			'new-api',
			500,
			error('error getting file type: failed to download file from https://models.example/a.png: connection timed out'),
			'content',
		],
		['llama.cpp', 500, error('Invalid url value', { code: 500, type: 'server_error' }), 'other form'],
	],
	noBalance: [
		[
			'LiteLLM',
			400,
			error('Budget has been exceeded! Current cost: 0.1, Max budget: 0.05', { type: 'budget_exceeded' }),
		],
		['one-api', 403, error('user quota is not enough', { type: 'one_api_error' })],
		['Ollama', 403, error('your subscription payment is past due. update your payment method', { type: 'api_error' })],
		['SiliconFlow', 403, { code: 30001, message: 'Sorry, your account balance is insufficient', data: null }],
		[
			'DashScope',
			400,
			error('Access denied, please make sure your account is in good standing.', {
				type: 'Arrearage',
				code: 'Arrearage',
			}),
		],
		[
			'Volcengine Ark',
			403,
			error('The request failed because your account has an overdue balance.', { code: 'AccountOverdueError' }),
		],
		[
			'Moonshot',
			403,
			error(
				'Your account x is not active, organization y exceeded current quota, please check your plan and billing details',
				{ type: 'exceeded_current_quota_error' },
			),
		],
		[
			'Moonshot',
			429,
			error(
				'Your account org-1 <ak-1> is suspended due to insufficient balance, please recharge your account or check your plan and billing detail',
				{ type: 'exceeded_current_quota_error' },
			),
		],
		['MiniMax', 500, { type: 'error', error: { type: 'api_error', message: 'insufficient balance (1008)' } }],
		['MiniMax', 200, { choices: null, base_resp: { status_code: 1008, status_msg: 'insufficient balance' } }],
		['one-api', 401, error('该令牌额度已用尽', { type: 'one_api_error' })],
		['new-api', 403, error('预扣费额度失败, 用户剩余额度: ＄0.00, 需要预扣费额度: ＄0.12', { type: 'new_api_error' })],
		['Hugging Face', 402, { error: 'You have exceeded your monthly included credits for Inference Providers.' }],
		[
			'OpenAI',
			429,
			error('Your account is not active, please check your billing details on our website.', {
				code: 'billing_not_active',
			}),
		],
	],
	keyRefused: [
		[
			'MiniMax',
			200,
			{
				base_resp: {
					status_code: 1004,
					status_msg: "login fail: Please carry the API secret key in the 'Authorization' field of the request header",
				},
			},
		],
		['SiliconFlow', 401, '"Invalid token"'],
		['Ollama', 401, { error: 'unauthorized' }],
	],
	accountLocked: [
		[
			'Groq',
			400,
			error('Organization has been restricted. Please reach out to support.', { code: 'organization_restricted' }),
		],
		[
			'OpenAI',
			401,
			error('The OpenAI account associated with this API key has been deactivated.', { code: 'account_deactivated' }),
		],
		['one-api', 403, error('用户已被封禁', { type: 'one_api_error' })],
	],
	notPermitted: [
		[
			'LiteLLM',
			401,
			error("key not allowed to access model. This key can only access models=['gpt-4']. Tried to access llava", {
				type: 'key_model_access_denied',
				code: '401',
			}),
		],
		['new-api', 403, error('该令牌无权访问模型 glm-4.6v', { type: 'new_api_error' })],
		['Ollama', 403, { error: 'this model requires a subscription, upgrade for access: https://ollama.com/upgrade' }],
	],
	blocked: [
		[
			'Azure',
			400,
			error(
				"The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry.",
				{
					code: 'content_filter',
					innererror: { code: 'ResponsibleAIPolicyViolation', content_filter_result: { hate: { filtered: true } } },
				},
			),
		],
		['DashScope', 400, error('Input data may contain inappropriate content.', { code: 'data_inspection_failed' })],
		[
			'Volcengine Ark',
			400,
			error('The request failed because the input image may contain sensitive information.', {
				code: 'InputImageSensitiveContentDetected',
			}),
		],
		[
			'Moonshot',
			400,
			error('The request was rejected because it was considered high risk', { type: 'content_filter' }),
		],
		['new-api', 500, error('user sensitive words detected: x', { code: 'sensitive_words_detected' })],
		[
			'OpenAI',
			400,
			error(
				'Your request was rejected as a result of our safety system. Your input image may contain content that is not allowed.',
			),
		],
	],
	requestTooLarge: [
		['a relay', 400, error('图片大小超过限制')],
		[
			'llama.cpp',
			500,
			error('input is too large to process. increase the physical batch size', { type: 'server_error' }),
		],
		['DashScope', 400, error('Exceeded limit on max bytes per data-uri item : 10485760')],
		['DashScope', 400, error('<400> InternalError.Algo.InvalidParameter: Multimodal file size is too large')],
		['vLLM', 400, error('At most 1 image(s) may be provided in one prompt.'), 'nothing'],
		['Groq', 400, error('Too many images provided. This model supports up to 5 images.'), 'nothing'],
		['a server', 400, error('Number of images exceeds the limit of 5.'), 'nothing'],
		['Groq', 413, error('Request Entity Too Large', { code: 'request_too_large' })],
		[
			'OpenAI',
			429,
			error(
				'Request too large for gpt-4o in organization org-1 on tokens per min (TPM): Limit 30000, Requested 49000.',
				{
					type: 'tokens',
					code: 'rate_limit_exceeded',
				},
			),
		],
		['Gemini', 400, [error('Request payload size exceeds the limit: 20971520 bytes.', { status: 'INVALID_ARGUMENT' })]],
		[
			'GitHub',
			413,
			error('Request body too large for gpt-4o model. Max size: 8000 tokens.', { code: 'tokens_limit_reached' }),
		],
		[
			'Anthropic behind a relay',
			400,
			error('messages.0.content.1.image.source.base64: image exceeds 5 MB maximum: 6801508 bytes > 5242880 bytes'),
		],
		[
			'Anthropic behind a relay',
			400,
			error(
				'messages.0.content.0.image.source.base64.data: At least one of the image dimensions exceed max allowed size: 8000 pixels',
			),
		],
		[
			'Volcengine Ark',
			400,
			error('The request failed because the size of the input image (222 MB) exceeds the limit (10 MB).', {
				code: 'OversizeImage',
			}),
		],
	],
	requestRefused: [
		[
			'DashScope',
			400,
			error('<400> InternalError.Algo.InvalidParameter: Range of max_tokens should be [1, 8192]'),
			'nothing',
		],
		[
			'OpenAI',
			400,
			error(
				'max_tokens is too large: 128000. This model supports at most 16384 completion tokens, whereas you provided 128000.',
			),
			'nothing',
		],
	],
	functionMissing: [
		['Azure', 404, error('Resource not found', { code: '404' })],
		['FastAPI', 404, { detail: 'Not Found' }],
		['Express', 404, 'Cannot POST /v1/models/chat/completions'],
	],
	gatewayBlocked: [
		['Cloudflare', 403, 'error code: 1010'],
		['Cloudflare', 403, 'error code: 1005'],
		['Cloudflare', 403, 'error code: 1020'],
	],
	service: [
		['a relay', 400, error('不支持的图片格式'), 'other form'],
		[
			'DashScope',
			400,
			error(
				'<400> InternalError.Algo.InvalidParameter: The image length and width do not meet the model restrictions. [height:1 or width:1 must be larger than 10]',
			),
			'nothing',
		],
		['OpenAI', 429, error('No more images now.'), 'nothing'],
		[
			'OpenAI',
			400,
			error(
				"You uploaded an unsupported image. Please make sure your image has of one the following formats: ['png', 'jpeg', 'gif', 'webp'].",
				{
					code: 'unsupported_image',
				},
			),
			'other form',
		],
		['a server', 400, error('This model does not support image/bmp.'), 'other form'],
		[
			'Volcengine Ark',
			400,
			error('Invalid base64 image_url.', { code: 'InvalidParameter', param: 'image_url' }),
			'other form',
		],
		[
			'OpenAI',
			400,
			error('Error while downloading https://models.example/raccoon.jpg.', { param: 'url', code: 'invalid_value' }),
			'content',
		],
		['OpenAI', 400, error('Timeout while downloading https://models.example/raccoon.jpg.'), 'content'],
		[
			'Moonshot',
			400,
			error('Invalid request: unsupported image url: https://models.example/raccoon.jpg'),
			'other form',
		],
		['a server', 400, error('The model could not load the picture: file not found'), 'other form'],
		['a server', 400, error('Failed to fetch the image for the model: 404 Not Found'), 'other form'],
		[
			'Gemini',
			400,
			[error('User location is not supported for the API use.', { status: 'FAILED_PRECONDITION' })],
			'nothing',
		],
		[
			'OpenAI',
			403,
			error('Country, region, or territory not supported', { code: 'unsupported_country_region_territory' }),
			'nothing',
		],
	],
};

const host = 'models.example';

describe('What other services refuse', () => {
	for (const [kind, rows] of Object.entries(refusals)) {
		for (const [service, status, body, next] of rows) {
			const text = typeof body === 'string' ? body : JSON.stringify(body);
			it(`${kind}: ${service}, ${status} ${text.slice(0, 100)}`, () => {
				const failure = serviceFailure({ host, status, body: text });
				assert.equal(failure.kind, kind);
				assert.notEqual(failure.message, '');
				const thrown = new FailureError(failure);
				assert.equal(refusedField(thrown, ['max_tokens', 'temperature', 'top_p', 'user']), undefined);
				const nextTry = isMediaRejection(thrown) ? 'other form' : isFetchRejection(thrown) ? 'content' : 'nothing';
				if (next !== undefined) assert.equal(nextTry, next);
			});
		}
	}

	for (const [service, status, body, field] of [
		[
			'Mistral',
			422,
			{ detail: [{ type: 'extra_forbidden', loc: ['body', 'user'], msg: 'Extra inputs are not permitted' }] },
			'user',
		],
		['Fireworks', 400, error("Extra inputs are not permitted, field: 'top_p', value: 0.5"), 'top_p'],
		[
			'Bedrock behind a relay',
			400,
			error("bedrock does not support parameters: {'top_p': 0.5}, for model=cohere.x"),
			'top_p',
		],
		['Bedrock', 400, { message: "This model doesn't support the temperature field" }, 'temperature'],
		['a server', 400, { detail: 'Unsupported parameter: temperature' }, 'temperature'],
		['Cohere', 400, { message: "invalid request: unknown field 'user'" }, 'user'],
		['Moonshot', 400, error('invalid temperature: only 1 is allowed for this model'), 'temperature'],
		[
			'Anthropic behind a relay',
			400,
			error('`temperature` and `top_p` cannot both be specified for this model. Please use only one.'),
			'temperature',
		],
		['Anthropic behind a relay', 400, error('`temperature` is deprecated for this model.'), 'temperature'],
	] as const) {
		it(`the field ${field}: ${service}`, () => {
			const failure = serviceFailure({ host, status, body: JSON.stringify(body) });
			assert.equal(refusedField(new FailureError(failure), ['max_tokens', 'temperature', 'top_p', 'user']), field);
		});
	}
});
