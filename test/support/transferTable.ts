// What clipboards and drags carry, as public sources describe it, and what becomes of each: in the panel, and in a Markdown document.
import type { TransferType } from '../../src/core/transfer/transfer.ts';

/** A file of a paste or a drop; `holds` a picture unless told. */
export interface CarriedFile {
	readonly name: string;
	readonly type: string;
	readonly holds?: 'words' | 'nothing';
}

export interface TransferRow {
	readonly title: string;
	/** Who says so. */
	readonly source: string;
	readonly how: 'paste' | 'drop';
	readonly texts: Readonly<Partial<Record<TransferType, string>>>;
	readonly files?: readonly CarriedFile[];
	/** What the panel does; `words` are left to the question. */
	readonly panel:
		| 'words'
		| { readonly files: readonly string[]; readonly told?: string }
		| { readonly uris: readonly string[]; readonly told?: string }
		| { readonly addresses: readonly string[] }
		| { readonly told: string };
	/** What the edit that sends nothing inserts into Markdown; empty where the editor alone decides. */
	readonly document: string;
}

const picture = (name: string, type = `image/${name.replace(/^.*\./, '')}`): CarriedFile => ({ name, type });
const github = (path: string): string => `https://github.com/${path}`;

const pixel =
	'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Word writes some kilobytes of styles before what was copied. */
const wordHtml = (body: string): string =>
	`<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><title></title><link rel=File-List href="file:///C:/Users/me/AppData/Local/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-name: 正文; margin: 0cm} --></style></head>
<body lang=EN-GB><!--StartFragment-->${body}<!--EndFragment--></body></html>`;

export const transferTable: readonly TransferRow[] = [
	// Files of file managers.
	{
		title: 'Finder: a picture file, in a browser that gives its name and its bytes',
		source: github('layerssss/paste.js/pull/57'),
		how: 'paste',
		texts: { 'text/plain': 'holiday.png' },
		files: [picture('holiday.png')],
		panel: { files: ['holiday.png'] },
		document: '![](holiday.png)',
	},
	{
		title: 'Finder: several files, the accents of their names taken apart',
		source: github('matrix-org/matrix-react-sdk/pull/5389'),
		how: 'paste',
		texts: { 'text/plain': 'Cafe\u0301.png\rb.png' },
		files: [picture('Caf\u00E9.png'), picture('b.png')],
		panel: { files: ['Caf\u00E9.png', 'b.png'] },
		document: '![](Caf%C3%A9.png) ![](b.png)',
	},
	{
		title: 'Finder: the name of a file, and its icon in place of its bytes',
		source: github('electron/electron/issues/2244'),
		how: 'paste',
		texts: { 'text/plain': 'holiday.jpg' },
		files: [picture('image.tiff')],
		panel: 'words',
		document: '',
	},
	{
		title: 'Explorer of Windows: files alone',
		source: github('microsoft/winfile/pull/295'),
		how: 'paste',
		texts: {},
		files: [picture('Screenshot 2026-11-28.png')],
		panel: { files: ['Screenshot 2026-11-28.png'] },
		document: '![](Screenshot%202026-11-28.png)',
	},
	{
		title: 'Explorer of Windows: a file whose type the system doesn’t know',
		source: github('react-dropzone/react-dropzone/issues/966'),
		how: 'drop',
		texts: {},
		files: [picture('IMG_0001.HEIC', '')],
		panel: { files: ['IMG_0001.HEIC'] },
		document: '![](IMG_0001.HEIC)',
	},
	{
		title: 'a type that doesn’t fit the name, as it is guessed from elsewhere',
		source: github('mdn/content/pull/45528'),
		how: 'drop',
		texts: {},
		files: [picture('chart.png', 'text/plain')],
		panel: { files: ['chart.png'] },
		document: '![](chart.png)',
	},
	{
		title: 'GNOME: the paths of two files as text, and the files',
		source: github('nvim-tree/nvim-tree.lua/pull/3336'),
		how: 'paste',
		texts: {
			'text/plain': '/home/me/Pictures/a b.png\n/home/me/Pictures/c.jpg',
			'text/uri-list': 'file:///home/me/Pictures/a%20b.png\r\nfile:///home/me/Pictures/c.jpg\r\n',
			'x-special/gnome-copied-files': 'copy\nfile:///home/me/Pictures/a%20b.png\nfile:///home/me/Pictures/c.jpg',
		},
		files: [picture('a b.png'), picture('c.jpg', 'image/jpeg')],
		panel: { files: ['a b.png', 'c.jpg'] },
		document: '![](a%20b.png) ![](c.jpg)',
	},
	{
		title: 'GNOME: the list of what was copied, without the files',
		source: github('FreeRDP/FreeRDP/pull/7222'),
		how: 'paste',
		texts: { 'x-special/gnome-copied-files': 'cut\nfile:///workspace/logo.png' },
		panel: { uris: ['file:///workspace/logo.png'] },
		document: '![](logo.png)',
	},
	{
		title: 'an earlier GNOME: the list of what was copied, as text',
		source: github('dshoreman/nextshot/issues/19'),
		how: 'paste',
		texts: { 'text/plain': 'x-special/nautilus-clipboard\ncopy\nfile:///workspace/logo.png\n' },
		panel: { uris: ['file:///workspace/logo.png'] },
		document: '![](logo.png)',
	},
	{
		title: 'Dolphin: addresses in both lists',
		source: github('kovidgoyal/kitty/issues/7068'),
		how: 'drop',
		texts: { 'text/uri-list': 'file:///workspace/logo.png\r\n', 'text/plain': '/workspace/logo.png' },
		panel: { uris: ['file:///workspace/logo.png'] },
		document: '![](logo.png)',
	},
	{
		title: 'the editor’s own Explorer',
		source: 'https://code.visualstudio.com/api/references/vscode-api#TreeDragAndDropController',
		how: 'drop',
		texts: {
			'application/vnd.code.uri-list': 'file:///workspace/logo.png\r\nfile:///workspace/b.jpg',
			'text/plain': '/workspace/logo.png\n/workspace/b.jpg',
		},
		panel: { uris: ['file:///workspace/logo.png', 'file:///workspace/b.jpg'] },
		document: '![](logo.png) ![](b.jpg)',
	},
	{
		title: 'the editor’s own Explorer: a folder and a document among pictures',
		source: github('phuryn/grok-build-vscode/issues/136'),
		how: 'drop',
		texts: {
			'application/vnd.code.uri-list':
				'file:///workspace/docs\r\nfile:///workspace/b%20c.jpg\r\nfile:///workspace/read%20me.md',
		},
		panel: {
			uris: ['file:///workspace/b%20c.jpg'],
			told: 'Not attached: docs (neither picture nor video), read me.md (neither picture nor video).',
		},
		document: '![](b%20c.jpg)',
	},
	{
		title: 'pictures among other files: those are named, the others go on in their order',
		source: github('pingdotgg/t3code/pull/2108'),
		how: 'drop',
		texts: {},
		files: [
			picture('b.png'),
			{ name: 'notes.txt', type: 'text/plain', holds: 'words' },
			picture('a.gif'),
			{ name: 'empty.png', type: 'image/png', holds: 'nothing' },
		],
		panel: {
			files: ['b.png', 'a.gif'],
			told: 'Not attached: notes.txt (neither picture nor video), empty.png (empty).',
		},
		document: '![](b.png) ![](a.gif)',
	},
	{
		title: 'a file without an extension that is a picture, and a folder’s like that is none',
		source: github('perkeep/perkeep/issues/831'),
		how: 'drop',
		texts: {},
		files: [picture('screenshot', ''), { name: 'sources', type: '', holds: 'words' }],
		panel: { files: ['screenshot'], told: 'Not attached: sources (neither picture nor video).' },
		document: '',
	},
	{
		title: 'no picture at all',
		source: github('leewinder/ng2-file-drop/issues/30'),
		how: 'drop',
		texts: {},
		files: [{ name: 'roster.csv', type: '', holds: 'words' }],
		panel: { told: 'Not attached: roster.csv (neither picture nor video).' },
		document: '',
	},
	// Pictures of web pages.
	{
		title: 'Chrome: Copy Image',
		source: github('CollaboraOnline/online/pull/212'),
		how: 'paste',
		texts: { 'text/html': '<img src="https://example.com/chart" alt="Sales rise"/>' },
		files: [picture('image.png')],
		panel: { files: ['image.png'] },
		document: '![](image.png)',
	},
	{
		title: 'Firefox: Copy Image, with its address as text',
		source: github('CollaboraOnline/online/pull/8862'),
		how: 'paste',
		texts: {
			'text/html':
				'<meta http-equiv="content-type" content="text/html; charset=utf-8"><img src="https://example.com/a.png?b=1&amp;c=2" width="2">',
			'text/plain': 'https://example.com/a.png?b=1&c=2',
		},
		files: [picture('image.png')],
		panel: { files: ['image.png'] },
		document: '![](image.png)',
	},
	{
		title: 'a screenshot',
		source: 'https://w3c.github.io/clipboard-apis/#mandatory-data-types-x',
		how: 'paste',
		texts: {},
		files: [picture('image.png')],
		panel: { files: ['image.png'] },
		document: '![](image.png)',
	},
	{
		title: 'Chrome: a picture dragged from another window, by its address alone, which has no extension',
		source: github('marktext/marktext/pull/4494'),
		how: 'drop',
		texts: {
			'text/uri-list': 'https://cdn.example.com/t/1f9?w=800&h=600',
			'text/html':
				'<meta charset="utf-8"><img class="hero" src="https://cdn.example.com/t/1f9?w=800&amp;h=600" alt="">',
			'text/plain': 'https://cdn.example.com/t/1f9?w=800&h=600',
		},
		panel: { addresses: ['https://cdn.example.com/t/1f9?w=800&h=600'] },
		document: '![](https://cdn.example.com/t/1f9?w=800&h=600)',
	},
	{
		title: 'a picture that is a link: the picture is meant, and not where it leads',
		source: github('feross/drag-drop/pull/58'),
		how: 'drop',
		texts: {
			'text/uri-list': 'https://example.com/article',
			'text/html': '<a href="https://example.com/article"><img src="https://example.com/thumb(1).jpg"></a>',
		},
		panel: { addresses: ['https://example.com/thumb(1).jpg'] },
		document: '![](https://example.com/thumb%281%29.jpg)',
	},
	{
		title: 'Firefox: a dragged picture, by the address that it promises a file for',
		source: 'https://developer.mozilla.org/en-US/docs/Web/API/HTML_Drag_and_Drop_API/Recommended_drag_types',
		how: 'drop',
		texts: {
			'text/x-moz-url': 'https://example.com/image?id=7\nA chart',
			'text/uri-list': 'https://example.com/image?id=7',
			'application/x-moz-file-promise-url': 'https://example.com/image?id=7',
		},
		panel: { addresses: ['https://example.com/image?id=7'] },
		document: '![](https://example.com/image?id=7)',
	},
	{
		title: 'Firefox: a link to a picture',
		source: 'https://developer.mozilla.org/en-US/docs/Web/API/HTML_Drag_and_Drop_API/Recommended_drag_types',
		how: 'drop',
		texts: {
			'text/x-moz-url': 'https://example.com/chart.png\nThe chart',
			'text/html': '<a href="https://example.com/chart.png">The chart</a>',
			'text/plain': 'https://example.com/chart.png',
		},
		panel: { addresses: ['https://example.com/chart.png'] },
		document: '![](https://example.com/chart.png)',
	},
	{
		title: 'Chrome: an attachment that offers its file',
		source: github('whatwg/html/issues/12387'),
		how: 'drop',
		texts: { DownloadURL: 'image/png:plan.png:https://mail.example.com/attachment?id=1:2' },
		panel: { addresses: ['https://mail.example.com/attachment?id=1:2'] },
		document: '![](https://mail.example.com/attachment?id=1:2)',
	},
	{
		title: 'a list of addresses with a comment',
		source: 'https://www.rfc-editor.org/rfc/rfc2483#section-5',
		how: 'drop',
		texts: { 'text/uri-list': '# two pictures\r\nhttps://example.com/1.png\r\nhttps://example.com/2.webp\r\n' },
		panel: { addresses: ['https://example.com/1.png', 'https://example.com/2.webp'] },
		document: '![](https://example.com/1.png) ![](https://example.com/2.webp)',
	},
	{
		title: 'a link to a page',
		source: github('ckeditor/ckeditor5/issues/10464'),
		how: 'drop',
		texts: {
			'text/uri-list': 'https://example.org/',
			'text/plain': 'https://example.org/',
			'text/html': '<a href="https://example.org/">Example</a>',
		},
		panel: 'words',
		document: '',
	},
	{
		title: 'a picture that is in its page',
		source: github('TiddlyWiki/TiddlyWiki5/issues/6617'),
		how: 'drop',
		texts: { 'text/html': `<img src="${pixel}">`, 'text/uri-list': pixel },
		panel: { addresses: [pixel] },
		document: '![](image.png)',
	},
	{
		title: 'a picture in the memory of its page',
		source: github('wangeditor-team/wangEditor-v5/issues/444'),
		how: 'drop',
		texts: {
			'text/html': '<img src="blob:https://web.example.com/0f1e-7">',
			'text/uri-list': 'blob:https://web.example.com/0f1e-7',
		},
		panel: { told: 'This picture is only in the memory of its page. Copy the picture itself, then paste it here.' },
		document: '',
	},
	{
		title: 'Safari: an address that only it understands',
		source: github('ckeditor/ckeditor4/issues/466'),
		how: 'paste',
		texts: { 'text/html': '<img src="webkit-fake-url://88f261ad/image.tiff" />' },
		panel: { told: 'This picture can’t be read from here. Copy the picture itself, then paste it here.' },
		document: '',
	},
	{
		title: 'a picture of a page without encryption',
		source: github('react-dropzone/react-dropzone/issues/755'),
		how: 'drop',
		texts: { 'text/html': '<img src="http://example.com/a.png">', 'text/uri-list': 'http://example.com/a.png' },
		panel: { told: 'A picture is fetched only from an https address. Copy the picture itself, then paste it here.' },
		document: '',
	},
	// Office programs.
	{
		title: 'Word: words, with a picture of them',
		source: github('tarasglek/chatcraft.org/pull/438'),
		how: 'paste',
		texts: {
			'text/plain': 'Sales rise.\r\n',
			'text/html': wordHtml('<p class=MsoNormal>Sales <b>rise</b>.<o:p></o:p></p>'),
		},
		files: [picture('image.png')],
		panel: 'words',
		document: '',
	},
	{
		title: 'Word: a picture alone',
		source: github('ONLYOFFICE/sdkjs/pull/4324'),
		how: 'paste',
		texts: {
			'text/plain': ' ',
			'text/html': wordHtml(
				'<p class=MsoNormal><span><img width=554 height=311 src="file:///C:/Users/me/AppData/Local/Temp/msohtmlclip1/01/clip_image002.png" v:shapes="Picture_1">&nbsp;</span><o:p></o:p></p>',
			),
		},
		files: [picture('image.png')],
		panel: { files: ['image.png'] },
		document: '![](image.png)',
	},
	{
		title: 'Word: a picture alone, which only a file of its machine holds',
		source: github('ckeditor/ckeditor4/issues/2986'),
		how: 'paste',
		texts: {
			'text/html': wordHtml('<img src="file:///C:/Users/admin/AppData/Local/Temp/msohtmlclip1/01/clip_image002.png">'),
		},
		panel: { told: 'This picture can’t be read from here. Copy the picture itself, then paste it here.' },
		document: '',
	},
	{
		title: 'Excel: cells',
		source: github('openai/codex/issues/15436'),
		how: 'paste',
		texts: {
			'text/plain': '2025\t41 %\r\n2026\t42 %\r\n',
			'text/html': '<table><!--StartFragment--><tr><td>2025</td><td>41 %</td></tr><!--EndFragment--></table>',
		},
		files: [picture('image.png')],
		panel: 'words',
		document: '',
	},
	{
		title: 'Excel: a cell that holds the name of a picture',
		source: github('phcode-dev/phoenix/pull/3033'),
		how: 'paste',
		texts: { 'text/plain': 'image.png\r\n', 'text/html': '<table><tr><td>image.png</td></tr></table>' },
		files: [picture('image.png')],
		panel: 'words',
		document: '',
	},
	{
		title: 'PowerPoint: a slide or a shape',
		source: github('hluk/CopyQ/issues/3555'),
		how: 'paste',
		texts: {},
		files: [picture('image.png')],
		panel: { files: ['image.png'] },
		document: '![](image.png)',
	},
	{
		title: 'LibreOffice Calc: a cell',
		source: github('typst/webapp-issues/issues/308'),
		how: 'paste',
		texts: {
			'text/plain': '42\n',
			'text/html':
				'<html><head><meta name="generator" content="LibreOffice 25.2"/></head><body><table><tr><td>42</td></tr></table></body></html>',
		},
		files: [picture('image.png')],
		panel: 'words',
		document: '',
	},
	{
		title: 'Google Docs: a picture alone',
		source: github('excalidraw/excalidraw/issues/7080'),
		how: 'paste',
		texts: {
			'text/html':
				'<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-88ac49e7"><span><img src="https://lh7-us.googleusercontent.com/docsz/AD_4nXe" width="464" height="401" /></span></b>',
		},
		panel: { addresses: ['https://lh7-us.googleusercontent.com/docsz/AD_4nXe'] },
		document: '![](https://lh7-us.googleusercontent.com/docsz/AD_4nXe)',
	},
	{
		title: 'Google Docs: words around a picture',
		source: github('danialfarid/ng-file-upload/issues/1633'),
		how: 'paste',
		texts: {
			'text/plain': 'Sales rise. ',
			'text/html':
				'<b id="docs-internal-guid-1"><p>Sales rise.</p><img src="https://lh7-us.googleusercontent.com/a"></b>',
		},
		panel: 'words',
		document: '',
	},
	{
		title: 'Google Sheets: a cell, which has no table then',
		source: github('revolist/revogrid/pull/427'),
		how: 'paste',
		texts: {
			'text/plain': '42',
			'text/html': '<google-sheets-html-origin><style type="text/css">td {}</style><span>42</span>',
		},
		panel: 'words',
		document: '',
	},
	// Text that looks like something else.
	{
		title: 'the path of a picture',
		source: github('microsoft/vscode/issues/67780'),
		how: 'paste',
		texts: { 'text/plain': '/home/me/Pictures/holiday.png' },
		panel: 'words',
		document: '',
	},
	{
		title: 'the address of a file',
		source: github('Slackadays/Clipboard/issues/100'),
		how: 'paste',
		texts: { 'text/plain': 'file:///home/me/Pictures/holiday.png' },
		panel: 'words',
		document: '',
	},
	{
		title: 'the address of a picture on the web',
		source: github('zenorocha/clipboard.js/issues/226'),
		how: 'paste',
		texts: { 'text/plain': 'https://example.com/chart.png' },
		panel: 'words',
		document: '',
	},
	{
		title: 'names of files beside other files',
		source: github('hluk/CopyQ/issues/1350'),
		how: 'paste',
		texts: { 'text/plain': 'a.png\nb.png' },
		files: [picture('a.png')],
		panel: 'words',
		document: '',
	},
];
