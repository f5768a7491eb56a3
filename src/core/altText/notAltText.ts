// Texts that a model writes in place of an alt text. They must never get into a document.

/** What a model can't, won't or didn't do, behind "I" or "we". */
const refused = String.raw`(?:can(?:no|')?t|can’t|can not|could(?: not|n't|n’t)|unable to|not able to|do(?: not|n't|n’t)(?: actually)?|did(?: not|n't|n’t)|have no way to) (?:currently |directly |actually |really )?(?:see|view|access|open|display|load|receive|process|read|analy[sz]e|examine|interpret|identify|describe|have (?:access|the ability)|assist|help|comply|provide|fulfil|generate|write)`;

const speaker = String.raw`(?:I|we)(?:'m|’m| am| was|'re|’re| are)?`;

/** A sign in a text: one pattern, or two that follow each other on a line. `.*` between them would take quadratic time. */
type Sign = RegExp | readonly [first: RegExp, then: RegExp];

/** It says that it didn't see the picture, or won't help: wherever it stands in an answer. */
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

/** It begins to talk about the task. */
const openings: readonly RegExp[] = [
	/^(?:sure|certainly|of course|okay|ok|got it|alright|absolutely|happy to help)\b[!,.:]/i,
	/^(?:let me|let's|I(?:'ll|’ll| will| would| need to| should| think)|to (?:write|create|classify|describe)|based on|first,|looking at|since the image|given (?:the|that))\b/i,
	/^(?:the|this) (?:image|picture|photo) (?:is|should be|would be|can be|serves as|seems) (?:purely |considered |classified |marked |a )?(?:decorative|informative|functional|complex)/i,
	/^(?:好的|当然|没问题|以下是|根据(?:图片|图像|要求|您)|让我|首先|我(?:会|将|需要|认为|来))/,
	/^(?:はい[、。]|もちろん|承知|了解|かしこまりました|以下(?:は|が|に)|まず[、,])/,
];

/** It names what only the task is about. A picture may well show it, but a bare answer that does is prose. */
const taskWords: readonly RegExp[] = [
	/\balt(?:ernative|ernate)?[ -]?(?:text|attribute|tag|description)s?\b|\balt=|\bJSON\b|\bscreen readers?\b/i,
	/\b(?:decision tree|W3C|WCAG|the user (?:wants|asks|asked|is asking)|the (?:task|instructions?|prompt) (?:is|are|asks?|says?))\b/i,
	/替代文[本字]|替換文字|替换文本|说明文字|屏幕阅读器|装饰性(?:图片|图像)/,
	/代替テキスト|オルト(?:テキスト)?|altテキスト|alt属性|スクリーンリーダー/i,
	/\balternativtext\b|\btexte alternatif\b|\btexto alternativo\b|\btesto alternativo\b|대체 텍스트/i,
];

/**
 * Characters at each end of a text that are looked at. An alt text is much shorter, and a model that refuses says so at the
 * beginning or at the end.
 */
const mostLookedAt = 2000;

/** Tells whether a text says that the picture wasn't seen or that there will be no answer. */
export function isRefusal(text: string): boolean {
	return endsOf(text).some(
		(end) =>
			blind.some((sign) => hasSign(end, sign)) ||
			/^(?:I'm|I’m|I am|We're|We are)? ?(?:so |very |truly )?sorry\b/i.test(end),
	);
}

/** Tells whether a text begins to talk about the task in place of doing it. */
export function opensTask(text: string): boolean {
	const beginning = text.trimStart().slice(0, mostLookedAt);
	return openings.some((pattern) => pattern.test(beginning));
}

/** Tells whether a text that stands alone talks about the task anywhere. */
export function isAboutTask(text: string): boolean {
	return opensTask(text) || endsOf(text).some((end) => taskWords.some((pattern) => pattern.test(end)));
}

/** Tells whether a text says that the picture wasn't seen, in words that no picture's own text has. */
export function isBlind(text: string): boolean {
	return (
		isRefusal(text) &&
		endsOf(text).some((end) =>
			/\b(?:image|picture|photo|bild|foto|imagen|AI|language model)\b|图|照片|圖|画像|写真|이미지|사진/iu.test(end),
		)
	);
}

/** Returns the text, or its two ends where it is long; the second begins with a sign that keeps `^` from matching there. */
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
