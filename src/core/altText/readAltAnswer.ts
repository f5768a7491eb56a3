import { visibleLine } from '../visibleText.ts';
import { altState } from '../markup/altState.ts';
import { lastObject, withoutObject, type AnswerFields, type FieldNames } from './answerObject.ts';
import { altKinds, type AltAnswer, type AltKind } from './altText.ts';

type Fields = AnswerFields<'alt' | 'kind' | 'reason' | 'description'>;

const names: FieldNames<keyof Fields> = {
	alt: ['alt', 'alt_text', 'altText'],
	kind: ['kind', 'class', 'type', 'category'],
	reason: ['reason'],
	description: ['description'],
};

/** The longest text without JSON that can still be an alt text, in characters. */
const longestPlain = 400;

/** The longest alt text, in characters: a longer one says something else, or would fill a document. */
export const longestAlt = 4000;

/** The number of characters at the end of a text without JSON in which a label or a tag is searched. */
const mostPlainRead = 4000;

/**
 * Reads the alt text in a model's answer: the JSON object that was requested, one surrounded by words or a fence, one
 * that was cut or badly quoted, or plain text that is nothing but the alt text. Returns undefined if nothing may be
 * written into a document.
 */
export function readAltAnswer(answer: string): AltAnswer | undefined {
	const found = lastObject(answer, names, hasAlt);
	if (found) return usable(found, answer);
	const plain = plainAlt(answer);
	return plain === undefined ? undefined : { alt: plain, kind: 'informative', reason: '' };
}

function usable(found: Fields, answer: string): AltAnswer | undefined {
	const given = found.alt;
	const kind = kindOf(found.kind);
	if (given === undefined && kind !== 'decorative') return undefined;
	const alt = cleanAlt(given ?? '');
	if (alt.length > longestAlt) return undefined;
	const reason = visibleLine(found.reason ?? '');
	const description = visibleLine(found.description ?? '');
	if (isBlind(reason) || isBlind(withoutObject(answer))) return undefined;
	// The text in an image may be an apology; a description can't.
	if (kind === 'text' ? isBlind(alt) : isRefusalText(alt) || opensTask(alt)) return undefined;
	if (kind !== 'text' && alt !== '' && altState(alt, undefined) === 'placeholder') return undefined;
	if (alt === '') return kind === 'decorative' || kind === undefined ? { alt, kind: 'decorative', reason } : undefined;
	return {
		alt,
		kind: kind ?? 'informative',
		reason,
		...(description && !isRefusalText(description) && { description }),
	};
}

function kindOf(named: string | undefined): AltKind | undefined {
	const word = named?.trim().toLowerCase();
	return altKinds.find((kind) => word === kind) ?? altKinds.find((kind) => word?.includes(kind));
}

function hasAlt({ alt, kind }: Fields): boolean {
	return alt !== undefined || kindOf(kind) === 'decorative';
}

/** A label in front of an alt text: "Alt text:", "替代文本：". */
const label =
	/^[#>*\-\s]*(?:(?:the |suggested |proposed |possible )?alt(?:ernative)?(?:[ -]?text)?|替代文[本字]|代替テキスト|altテキスト|alternativtext|texte alternatif|texto alternativo)(?:\*\*)?\s*[:：]\s*(?:\*\*\s*)?/i;

/** A line that only announces the answer: "Sure! Here is the alt text:". */
const announcement = /^[^\n]{0,160}[:：]\s*\n/;

function plainAlt(answer: string): string | undefined {
	const whole = answer.trim();
	const body = whole
		.slice(-mostPlainRead)
		.replaceAll(/```\w*\n?/g, '')
		.trim();
	const attribute = /(?<![\w-])alt="([^"]+)"|!\[([^\][]+)\]\(/i.exec(body);
	const quotedAlt = attribute?.[1] ?? attribute?.[2];
	if (quotedAlt !== undefined) return allowed(cleanAlt(quotedAlt), 'labelled');
	const lines = body.split('\n').map((line) => line.trim());
	const labelled = lines.find((line) => label.test(line) && line.replace(label, '') !== '');
	if (labelled !== undefined) return allowed(cleanAlt(labelled.replace(label, '')), 'labelled');
	if (whole.length > mostPlainRead) return undefined;
	const announced = announcement.test(body) ? body.replace(announcement, '') : body;
	// Several paragraphs or a list are a description, or reasoning.
	if (/\n[^\S\n]*\n|^[^\S\r\n\u2028\u2029]*(?:[-*]|\d+\.)\s/m.test(announced)) return undefined;
	return allowed(cleanAlt(announced), 'bare');
}

function allowed(alt: string, how: 'labelled' | 'bare'): string | undefined {
	if (altState(alt, undefined) === 'placeholder' || isRefusalText(alt) || isAboutTask(alt)) return undefined;
	if (!/[\p{L}\p{N}]/u.test(alt)) return undefined;
	return how === 'bare' && (alt.length > longestPlain || /[{}<>]|!\[/.test(alt)) ? undefined : alt;
}

const pairs: readonly (readonly [open: string, close: string])[] = [
	['"', '"'],
	["'", "'"],
	['“', '”'],
	['「', '」'],
	['«', '»'],
	['`', '`'],
];

/** Returns an alt text as one line without the quotes, marks and openings that don't belong to an alt text. */
export function cleanAlt(given: string): string {
	let alt = visibleLine(
		visibleLine(given)
			.replaceAll(/\*\*([^*]+)\*\*/g, '$1')
			.replaceAll(/^#+ /g, ''),
	);
	for (const [open, close] of pairs) {
		const inner = alt.slice(1, -1);
		if (alt.length > 1 && alt.startsWith(open) && alt.endsWith(close) && !inner.includes(open)) alt = inner.trim();
	}
	alt = visibleLine(alt);
	const opening = /^(?:an? |the )?(?:image|picture|photo|photograph) (?:of|showing)\s+(?=\S)/i.exec(alt);
	if (!opening) return alt;
	const rest = alt.slice(opening[0].length);
	return rest.charAt(0).toUpperCase() + rest.slice(1);
}

// Texts that a model writes instead of an alt text. They must never get into a document.

/** Phrases for what a model can't, won't or didn't do, after "I" or "we". */
const refused = String.raw`(?:can(?:no|')?t|can’t|can not|could(?: not|n't|n’t)|unable to|not able to|do(?: not|n't|n’t)(?: actually)?|did(?: not|n't|n’t)|have no way to) (?:currently |directly |actually |really )?(?:see|view|access|open|display|load|receive|process|read|analy[sz]e|examine|interpret|identify|describe|have (?:access|the ability)|assist|help|comply|provide|fulfil|generate|write)`;

const speaker = String.raw`(?:I|we)(?:'m|’m| am| was|'re|’re| are)?`;

/**
 * A sign in a text: one pattern, or two that follow each other on a line. A `.*` between them would take quadratic
 * time.
 */
type Sign = RegExp | readonly [first: RegExp, then: RegExp];

/** Signs that the model didn't see the image or refuses to help, anywhere in an answer. */
const blind: readonly Sign[] = [
	// English
	new RegExp(String.raw`^${speaker} (?:sorry\b.*?\b(?:I|we) )?${refused}`, 'i'),
	[new RegExp(String.raw`\b${speaker} ${refused}`, 'i'), /\b(?:images?|pictures?|photos?|files?)\b/i],
	/\b(?:unable|not able) to (?:see|view|access|open|load|process|analy[sz]e|interpret|describe) (?:the|this|that|your|any|an) (?:image|picture|photo|file|attachment|content)/i,
	/\b(?:no|any) (?:image|picture|photo|file|attachment)s? (?:is|was|were|has been|have been|appears? to be|seems? to be)? ?(?:provided|attached|uploaded|included|shared|visible|available|received|given)/i,
	/\b(?:image|picture|photo) (?:was|is|has|did|does|could|can)(?:n't|n’t|not| not)? ?(?:been )?(?:not )?(?:provided|attached|uploaded|load(?:ed)?|be (?:loaded|displayed|read|processed|opened|seen))\b/i,
	[
		/\b(?:please|could you|can you) (?:provide|upload|share|attach|send|describe|re-?upload)\b/i,
		/\b(?:image|picture|photo|it|file)\b/i,
	],
	/\bas an? (?:AI|artificial intelligence|(?:large )?language model|text-based)/i,
	// Chinese
	/(?:我|本助手)?(?:目前|暂时|现在)?(?:无法|不能|没法|没有办法|未能)(?:直接)?(?:看到|查看|看见|识别|访问|打开|显示|读取|处理|分析|获取|加载|描述|提供|协助|满足|生成)/,
	/(?:没有|未|並未|并未)(?:看到|收到|检测到|发现|提供|上传|附上)(?:任何|您的|你的)?(?:图片|图像|照片|圖片)/,
	/(?:图片|图像|照片)(?:未|没有|无法)(?:提供|上传|加载|显示|正常|成功)/,
	/请(?:您|你)?(?:重新)?(?:提供|上传|发送|描述)(?:一下)?.{0,8}(?:图片|图像|照片|内容)/,
	/(?:作为|身为)(?:一个|一名)?(?:AI|人工智能|语言模型|大模型)/i,
	/^(?:很|非常)?(?:抱歉|对不起|對不起|不好意思)[，,。！! ]/,
	// Japanese
	/画像(?:を|が|は|の内容を|の内容は)?.{0,12}(?:見ることが|確認(?:することが)?|表示|認識|読み込|アクセス|閲覧|解析).{0,12}(?:でき(?:ません|ない)|ません|なかった|られません)/,
	/画像が.{0,6}(?:提供|添付|アップロード|送信)され(?:て(?:い)?ません|ていない|ておりません)/,
	/(?:画像|写真|ファイル)を.{0,10}(?:提供|アップロード|添付|送信|共有)(?:して)?(?:ください|いただけ|いただけますか)/,
	/(?:AI|人工知能|言語モデル)(?:アシスタント)?(?:として|なので|ですので)/i,
	/(?:申し訳(?:ありません|ございません|ないです)|すみませんが|恐れ入りますが)/,
	// German, French, Spanish, Korean
	[/\bich kann (?:das|dieses|kein|ihr|dein)e?s? (?:bild|foto)/i, /\bnicht\b/i],
	/\bich kann (?:leider )?kein(?:e|en)? (?:bild|foto)|\bes tut mir leid\b|\bals (?:ki|sprachmodell)\b/i,
	/\bje (?:ne peux|suis (?:désolé|incapable)|n'arrive|ne vois)|\ben tant qu'(?:ia|intelligence)/i,
	/\bno puedo (?:ver|acceder|procesar|analizar|ayudar)|\blo siento\b|\bcomo (?:una )?(?:ia|inteligencia artificial|modelo de lenguaje)\b/i,
	/(?:이미지|사진)(?:를|을|가|이)?.{0,10}(?:볼 수 없|확인할 수 없|제공되지 않)|죄송(?:합니다|하지만)/,
];

/** Signs that the text begins by talking about the task. */
const openings: readonly RegExp[] = [
	/^(?:sure|certainly|of course|okay|ok|got it|alright|absolutely|happy to help)\b[!,.:]/i,
	/^(?:let me|let's|I(?:'ll|’ll| will| would| need to| should| think)|to (?:write|create|classify|describe)|based on|first,|looking at|since the image|given (?:the|that))\b/i,
	/^(?:the|this) (?:image|picture|photo) (?:is|should be|would be|can be|serves as|seems) (?:purely |considered |classified |marked |a )?(?:decorative|informative|functional|complex)/i,
	/^(?:好的|当然|没问题|以下是|根据(?:图片|图像|要求|您)|让我|首先|我(?:会|将|需要|认为|来))/,
	/^(?:はい[、。]|もちろん|承知|了解|かしこまりました|以下(?:は|が|に)|まず[、,])/,
];

/** Words that only the task is about. An image may well show them, but a bare answer with them is prose. */
const taskWords: readonly RegExp[] = [
	/\balt(?:ernative|ernate)?[ -]?(?:text|attribute|tag|description)s?\b|\balt=|\bJSON\b|\bscreen readers?\b/i,
	/\b(?:decision tree|W3C|WCAG|the user (?:wants|asks|asked|is asking)|the (?:task|instructions?|prompt) (?:is|are|asks?|says?))\b/i,
	/替代文[本字]|替換文字|替换文本|说明文字|屏幕阅读器|装饰性(?:图片|图像)/,
	/代替テキスト|オルト(?:テキスト)?|altテキスト|alt属性|スクリーンリーダー/i,
	/\balternativtext\b|\btexte alternatif\b|\btexto alternativo\b|\btesto alternativo\b|대체 텍스트/i,
];

/**
 * The number of characters examined at each end of a text. An alt text is much shorter, and a model that refuses says
 * so at the beginning or the end.
 */
const mostLookedAt = 2000;

/** Tells whether a text says that the image wasn't seen or that there will be no answer. */
export function isRefusalText(text: string): boolean {
	return endsOf(text).some(
		(end) =>
			blind.some((sign) => hasSign(end, sign)) ||
			/^(?:I'm|I’m|I am|We're|We are)? ?(?:so |very |truly )?sorry\b/i.test(end),
	);
}

/** Tells whether a text begins by talking about the task instead of doing it. */
export function opensTask(text: string): boolean {
	const beginning = text.trimStart().slice(0, mostLookedAt);
	return openings.some((pattern) => pattern.test(beginning));
}

/** Tells whether a text that stands alone talks about the task anywhere. */
export function isAboutTask(text: string): boolean {
	return opensTask(text) || endsOf(text).some((end) => taskWords.some((pattern) => pattern.test(end)));
}

/** Tells whether a text says that the image wasn't seen, in words that never appear in an image's own text. */
export function isBlind(text: string): boolean {
	return (
		isRefusalText(text) &&
		endsOf(text).some((end) =>
			/\b(?:image|picture|photo|bild|foto|imagen|AI|language model)\b|图|照片|圖|画像|写真|이미지|사진/iu.test(end),
		)
	);
}

/**
 * Returns the text, or its two ends if it is long; the second begins with a character that keeps `^` from matching
 * there.
 */
function endsOf(text: string): readonly string[] {
	return text.length <= 2 * mostLookedAt ? [text] : [text.slice(0, mostLookedAt), `…${text.slice(-mostLookedAt)}`];
}

function hasSign(text: string, sign: Sign): boolean {
	if (sign instanceof RegExp) return sign.test(text);
	const [first, then] = sign;
	return text.split('\n').some((line) => {
		const found = first.exec(line);
		return found !== null && then.test(line.slice(found.index + found[0].length));
	});
}
