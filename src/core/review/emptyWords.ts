// What alt texts say without saying anything about the image, in the languages in which people leave it.

/** "Image of": a screen reader has said that already. "Screenshot of" and the like carry meaning. */
const imageOf =
	/^(?:(?:an? |the )?(?:image|picture|photo|photograph|graphic) (?:of|showing|that shows)\b|(?:ein )?(?:bild|foto) (?:von|eines|einer|des|der)\b|(?:une )?(?:image|photo) (?:de|du|des)\b|(?:una )?(?:imagen|foto|immagine) (?:de|del|di)\b|图片显示|图为)/iu;

export function saysImageOf(alt: string): boolean {
	return imageOf.test(alt.trim());
}

/** Kinds of pictures, parts of pages and words of links: what it shows is left out. */
const vagueNames = new Set(
	[
		'logo, company logo, app logo, logo image, icon, app icon, badge, banner, header, header image, hero, hero image, cover, cover image, background, avatar, profile, button, link, arrow, divider, spacer, separator',
		'diagram, chart, graph, plot, map, table, flowchart, flow chart, flow diagram, pie chart, bar chart, line chart, sequence diagram, class diagram, er diagram, uml, uml diagram, block diagram, architecture diagram, schema, illustration, drawing, sketch, infographic, animation, gif, demo gif, animated gif, video, recording, screen recording, screencast, screen capture, screen grab, app screenshot, ui screenshot, screenshots, images, pictures, photos, figures',
		'demo, example, examples, sample, preview, result, results, output, overview, screen, home screen, interface, user interface, ui, gui, dialog, window, page, view, app, website, before, after, step, new, old, main, default, test, showcase, gallery, content, asset, media, art, artwork',
		'here, click here, click to enlarge, enlarge, zoom, open, more, read more, learn more, see more, see below, see above, download',
		'diagramm, schaubild, symbol, beispiel, übersicht, ansicht, vorschau, ergebnis, ausgabe, bildschirm, bildschirmfoto, hier, hier klicken, mehr, weiterlesen',
		'diagramme, graphique, schéma, icône, exemple, aperçu, résultat, capture, capture d’écran, cliquez ici, en savoir plus',
		'diagrama, gráfico, icono, logotipo, ejemplo, resultado, vista previa, captura, captura de pantalla, esquema, haga clic aquí, ícone, exemplo, captura de tela, visualização, esempio, schermata, anteprima',
		'示意图, 流程图, 架构图, 结构图, 图标, 图表, 徽标, 效果图, 示例, 预览, 演示, 界面, 效果, 运行结果, 结果, 示例图, 封面, 二维码',
		'図, 図表, アイコン, ロゴ, グラフ, 例, スクリーンショット, スクショ, プレビュー, 画面, サンプル, 結果, 構成図, フロー図',
		'스크린샷, 로고, 아이콘, 다이어그램, 예시, 미리보기, 화면',
		'схема, диаграмма, график, скриншот, снимок экрана, логотип, иконка, пример, результат',
	]
		.join(', ')
		.split(', '),
);

const article = /^(?:an?|the|this|our|der|die|das|ein|eine|le|la|les|un|une|el|los|il|o|os) /u;

/** Tells whether the plain words of a text name a kind of picture or a part of a page, and nothing of what it shows. */
export function isVague(words: string): boolean {
	const name = words
		.replaceAll("'", '’')
		.replace(article, '')
		.replace(/ ?\d{1,4}$/, '');
	return vagueNames.has(name);
}

/** How often a list must name one word, or how many items it must have, before it is taken for search words. */
const stuffing = { sameWord: 4, share: 0.3, items: 8, wordsOfItem: 3 } as const;

/** Words that any sentence has. */
const common = /^(?:the|and|for|with|from|that|this|into|und|der|die|das|mit|pour|avec|dans|para|con|del)$/;

/**
 * Tells whether a text is a list of search words: one word again and again, or many short items and no sentence. `plain` are its
 * plain words.
 */
export function isStuffed(alt: string, plain: string): boolean {
	const words = plain.split(' ').filter((word) => word.length > 2 && !common.test(word) && !/^\p{N}+$/u.test(word));
	const counts = Map.groupBy(words, (word) => word);
	const most = Math.max(0, ...Array.from(counts.values(), ({ length }) => length));
	if (most >= stuffing.sameWord && most >= words.length * stuffing.share) return true;
	const items = alt.split(/[,;|、，；]/).map((item) => item.trim());
	const isSentence = /[.!?:。！？：]/.test(alt) || / (?:and|or|und|oder|et|ou|y|e) /i.test(alt);
	return items.length >= stuffing.items && !isSentence && items.every(isShort);
}

function isShort(item: string): boolean {
	return item !== '' && item.split(/\s+/).length <= stuffing.wordsOfItem;
}

/** Returns a text's words in lower case, with single spaces and without punctuation around them. */
export function plainWords(text: string): string {
	const isPlain = /^[ -~]*$/.test(text);
	const words = (isPlain ? text : text.normalize('NFKC')).toLowerCase().split(/[\s_]+/);
	return words.map(withoutPunctuation).filter(Boolean).join(' ');
}

function withoutPunctuation(word: string): string {
	if (/^[a-z\d]*$/.test(word)) return word;
	const signs = Array.from(word);
	const first = signs.findIndex(isLetter);
	return first < 0 ? '' : signs.slice(first, signs.findLastIndex(isLetter) + 1).join('');
}

function isLetter(sign: string): boolean {
	return /[\p{L}\p{N}]/u.test(sign);
}
