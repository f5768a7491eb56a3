// The terms of the translations: one word for one thing, in sentences, menus and settings alike.

export type Language = 'zh-cn' | 'ja';

/** Where the English text has the first, a translation has the other. Chinese says 您; Japanese です and ます. */
export const terms: readonly ({ readonly english: RegExp } & Readonly<Record<Language, RegExp>>)[] = [
	{ english: /\bAPI keys?\b/i, 'zh-cn': /API 密钥/, ja: /API キー/ },
	{ english: /\bpictures?\b/i, 'zh-cn': /图片/, ja: /画像/ },
	{ english: /\bvideos?\b/i, 'zh-cn': /视频/, ja: /動画/ },
	{ english: /\bthis machine\b/i, 'zh-cn': /本机/, ja: /このコンピューター/ },
	{ english: /\bmodel(?:s|'s)?\b/i, 'zh-cn': /模型/, ja: /モデル/ },
	{ english: /(?<!\.)\bendpoint\b/i, 'zh-cn': /终结点/, ja: /エンドポイント/ },
	{ english: /\bthe service\b/i, 'zh-cn': /服务/, ja: /サービス/ },
	{ english: /\bsettings?\b/i, 'zh-cn': /设置/, ja: /設定/ },
	{ english: /\bconversations?\b/i, 'zh-cn': /对话/, ja: /会話/ },
	{ english: /\bask again\b/i, 'zh-cn': /再次提问/, ja: /もう一度質問/ },
	{ english: /\btokens?\b/i, 'zh-cn': /token/, ja: /トークン/ },
	{ english: /\bproxy\b/i, 'zh-cn': /代理/, ja: /プロキシ/ },
	{ english: /\bthe log\b|\bshow log\b/i, 'zh-cn': /日志/, ja: /ログ/ },
	{ english: /\bscreenshots?\b/i, 'zh-cn': /截图/, ja: /スクリーンショット/ },
	{ english: /\balt text\b/i, 'zh-cn': /替代文本/, ja: /代替テキスト/ },
	{ english: /\bclipboard\b/i, 'zh-cn': /剪贴板/, ja: /クリップボード/ },
	{ english: /\bhistory\b/i, 'zh-cn': /历史/, ja: /履歴/ },
	{ english: /\bdecorative\b/i, 'zh-cn': /装饰/, ja: /装飾/ },
];

/** What is the same in every language: names, units, signs. */
export const sameInAllLanguages: ReadonlySet<string> = new Set(['{0} (Enter)', '{0} KB', '{0} MB', '{0}\u00a0MB']);
