import type { ServiceRefusal } from '../failure.ts';

/** The meaning of a refusal's words; `statuses` limits words that are common elsewhere. */
interface Meaning {
	readonly kind: ServiceRefusal['kind'];
	readonly words: readonly RegExp[];
	/** Words beside which these mean something else. */
	readonly unless?: RegExp;
	readonly statuses?: readonly number[];
}

/**
 * What services say, the plainest first: Ollama, LM Studio, llama.cpp, vLLM, SGLang, TGI, MLX, new-api, LiteLLM, OpenRouter,
 * OpenAI, Azure, Anthropic, Gemini, Mistral, Groq, Together, Fireworks, Moonshot, MiniMax, SiliconFlow, DashScope, Ark and
 * Cloudflare.
 */
const meanings: readonly Meaning[] = [
	{
		kind: 'modelCannotSee',
		words: [
			/content(?:\[\d+\])?\.type\b.{0,60}\[\W?text\W?\]|unknown variant \W?image_url|unexpected item type in content/i,
			// A format or an address that isn't taken is another matter.
			/(?:does not|doesn't|not) support (?:\w+ ){0,2}(?:(?:image|picture)s?(?:_url)?\b(?!\/|[ -](?:formats?|types?|urls?)\b)|vision|multimodal)/i,
			/image(?:_url| content| inputs?|s)? (?:is |are )?not (?:currently |yet )?supported|image_url is only supported/i,
			/not a (?:multimodal|vision|VLM)|multimodal (?:inputs?|data) (?:is|are) not supported|no endpoints found that support image/i,
			/mmproj|missing data required for image|vision add-on is not loaded|at most 0 image/i,
			/content must be a string|content: input should be a valid string|only \W?text\W? content/i,
			/不支持.{0,10}(?:(?:图片|图像)(?!的?(?:格式|类型|大小|尺寸))|多模态|视觉)|[仅只]支持(?:纯)?文本/,
		],
		unless: /\burls? (?:is|are)\b|base64/i,
	},
	{
		kind: 'requestRefused',
		words: [/max_(?:completion_)?tokens\W{0,2} is too large|range of max_tokens/i],
		unless: /context length/i,
	},
	{
		kind: 'tooLong',
		words: [
			/exceed_context_size|context_length_exceeded|(?:maximum|exceeds?|exceeded)(?: [\w']+){0,3} context/i,
			/context (?:length|window|size)(?:(?: \w+){0,4} exceed| (?:is|of) only)|larger context|exceeded model token limit/i,
			/(?:longer|greater) than the(?: \w+){0,3} (?:context|model length)|\bmax_(?:model|seq)_len\b/i,
			/prompt is too long|max_tokens must be at least 1, got -|too many (?:input |prompt )?tokens/i,
			/range of input length|`inputs`[^.]{0,40} must (?:be|have)|reduce the length of the (?:input|messages|prompt)/i,
			/(?:上下文.{0,10}|输入(?:内容|文本)?(?:长度)?)(?:超|过长)/,
		],
	},
	{
		kind: 'requestTooLarge',
		words: [
			/(?:payload|body|entity|request|input) (?:is )?too large|payload size exceeds|max bytes per data-uri/i,
			/\b(?:image|picture|file)s?\b[^.]{0,60}\b(?:exceeds?|too (?:large|big))\b|too many (?:image|picture)s|at most \d+ image/i,
			/(?:图片|图像).{0,10}(?:过大|太大|(?:大小|尺寸|数量)超)/,
		],
	},
	{
		kind: 'quota',
		words: [
			/\bper[- ]day\b|\b(?:daily|weekly|monthly|hourly|today's)\b[^.]{0,40}\b(?:limit|quota|allocation|allowance)\b/i,
			/quota exceeded for\b|key limit exceeded|reached (?:the|your) (?:(?!rate\b)\w+ ){0,3}limit\b|free tier\b[^.]{0,40}\bexhausted/i,
		],
		statuses: [200, 403, 429],
	},
	{
		kind: 'busy',
		words: [
			/rate[ _-]?limit|too[ _]?many[ _]?requests|overloaded|high demand|throttl|error code: 1015|queue is full/i,
			/(?:server|service|model|system)(?: is)?(?: currently| too)? busy|at capacity|no capacity|capacity (?:\w+ )?exceeded/i,
			/try again (?:later|in )|resource[_ ]exhausted|currently loading|loading model|请稍[后候]|稍[后候](?:再|重)试|繁忙|限流|过于频繁/i,
		],
		statuses: [200, 429, 503, 529],
		unless: /current quota|insufficient|额度|余额/i,
	},
	{
		kind: 'answerLost',
		words: [/(?:request|upstream|gateway|operation)(?: \w+){0,2} time(?:d )?-?out|api ?timeout ?error/i],
		statuses: [408, 500, 502, 503],
		unless: /\b(?:fetch|download)|image/i,
	},
	{
		kind: 'noBalance',
		words: [
			/insufficient[_ ](?:\w+[_ ])?(?:balance|quota|credits?|funds)|balance is insufficient|credit balance is too low|quota is not enough/i,
			/out of credits|more credits|exceeded (?:your )?current quota|billing_not_active|\barrear|overdue|past due|budget[_ ](?:has been )?exceeded/i,
			/(?:额度|余额).{0,4}(?:不足|失败|用尽|用完)|欠费/,
		],
	},
	{
		kind: 'accountLocked',
		words: [
			/account_deactivated|(?:account|organization)\b[^.]{0,60}\b(?:deactivated|suspended|disabled|banned|restricted)\b|封禁/i,
		],
	},
	{
		kind: 'blocked',
		words: [
			/\bflagged\b|content[_ ](?:policy|filter|management)|responsible ai|moderation|safety system|prohibited[_ ]content/i,
			/inappropriate content|sensitive[_ ]?(?:content|information|words)|敏感|内容安全|违规/i,
		],
	},
	{ kind: 'gatewayBlocked', words: [/^error code: 1\d{3}$/i] },
	{
		kind: 'service',
		words: [/(?:country|region|territory|location)\b.{0,40}\bnot (?:supported|available)/i],
		statuses: [403],
	},
	{ kind: 'notPermitted', words: [/not allowed to access (?:this )?model|model_access_denied/i] },
	{
		kind: 'modelUnknown',
		words: [
			/model_not_(?:found|available|supported)|no models? (?:is |are )?loaded|(?:invalid|unknown|unsupported|no such|not a valid) model\b/i,
			// Names have dots.
			/\bmodels?\b(?:[^.]|\.(?!\s)){0,120}(?:not found|not exist|doesn't exist|not available|not loaded|is unknown|isn't loaded|no longer|decommissioned|not supported by any|no provider)/i,
			/\bmodels? (?:is |has been )?disabled|no endpoints found|not found the model|no available channel|modelcode/i,
			/模型.{0,40}(?:不存在|已?下线|无可用渠道)/,
		],
		// A picture can be missing as well.
		unless: /\b(?:fetch|download)|\b(?:image|picture|file)s?(?: \w+){0,3} not found/i,
	},
	{
		kind: 'keyRefused',
		words: [
			/invalid[_ ]api[_ ]?key|incorrect api key|api key (?:is )?(?:not valid|invalid|expired)|login fail|无效的令牌/i,
		],
		statuses: [200, 400, 401, 403],
	},
	{
		kind: 'functionMissing',
		words: [/unexpected endpoint|unknown (?:url|endpoint|path|route)|no route|cannot post/i],
	},
	// Words about it tell that the path was right.
	{ kind: 'modelUnknown', words: [/(?<![/\w])(?:models?|deployment)\b/i], statuses: [404] },
];

/** Returns what the words of a refusal mean, under one of these statuses; undefined if they tell nothing. */
export function kindOfWords(words: string, statuses: readonly number[]): ServiceRefusal['kind'] | undefined {
	return meanings.find(
		(each) =>
			(!each.statuses || each.statuses.some((status) => statuses.includes(status))) &&
			each.words.some((pattern) => pattern.test(words)) &&
			!each.unless?.test(words),
	)?.kind;
}
