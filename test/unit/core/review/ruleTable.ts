import type { AltTextRuleId } from '../../../../src/core/review/altTextRules.ts';

/** A document with what is found in it. */
export interface RuleCase {
	readonly markup: string;
	/** `markdown` unless told. */
	readonly language?: string;
	/** The rules that are broken, in order; none where nothing may be found. */
	readonly found: readonly AltTextRuleId[];
	readonly why: string;
}

const found = (
	rule: AltTextRuleId,
	why: string,
	...documents: readonly (string | readonly [string, string])[]
): readonly RuleCase[] =>
	documents.map((document) =>
		typeof document === 'string'
			? { markup: document, found: [rule], why }
			: { markup: document[1], language: document[0], found: [rule], why },
	);

const fine = (why: string, ...documents: readonly (string | readonly [string, string])[]): readonly RuleCase[] =>
	documents.map((document) =>
		typeof document === 'string'
			? { markup: document, found: [], why }
			: { markup: document[1], language: document[0], found: [], why },
	);

const long =
	'The settings of the editor with the list of themes open, of which Dark Modern is chosen, beside a preview of some lines of code, and a search field above';

export const ruleTable: readonly RuleCase[] = [
	...found(
		'missing',
		'nothing says what it shows, nor that it is decoration',
		'![](a.png)',
		['html', '<img src="a.png">'],
		['html', '<input type="image" src="a.png">'],
		['html', '<svg><path/></svg>'],
		['javascriptreact', 'const a = <img src={user.avatar} />;'],
		['restructuredtext', '.. image:: a.png\n'],
		['typst', '#image("a.png")\n'],
		'[![](a.png)](b.html)',
	),
	...found(
		'placeholder',
		'words that say only that there is an image',
		'![image](a.png)',
		'![Alt text](a.png)',
		'![Screenshot 12](a.png)',
		'![图片](a.png)',
		'![画像](a.png)',
		'![TODO](a.png)',
		['html', '<img src="a.png" alt=" ">'],
		['html', '<img src="a.png" alt="Bild">'],
	),
	...found(
		'file-name',
		'nobody listens to the name of a file',
		'![IMG_2034](img/IMG_2034.png?x)',
		'![photo-1.JPG](a.png)',
		'![my cat](my%20cat.png)',
		['html', '<img src="/static/login-flow.svg" alt="login-flow">'],
	),
	...found(
		'vague',
		'the kind of picture without what it shows',
		'![Logo](a.png)',
		'![The architecture diagram](b.png)',
		'![Demo GIF](a.gif)',
		'![Chart 2](a.png)',
		'![flowchart](a.png)',
		'![Capture d’écran](a.png)',
		'![架构图](a.png)',
		'![スクリーンショット](a.png)',
		['html', '<img src="a.png" alt="Read more">'],
		['html', '<img src="a.png" alt="Preview.">'],
	),
	...found(
		'stuffed',
		'search words in place of a sentence',
		'![vision, image, alt text, ai, llm, vs code, extension, describe](a.png)',
		'![Shoes cheap shoes best shoes buy shoes online](a.png)',
		'![react table, react grid, react datagrid, react spreadsheet](a.png)',
	),
	...found(
		'repeats-text',
		'it is heard twice',
		'The settings of the editor.\n\n![The settings of the editor](a.png)',
		'![Sales rise in May](a.png)\n\nSales rise in May.',
		[
			'html',
			'<figure><img src="a.png" alt="The bridge at night"><figcaption>The bridge at night.</figcaption></figure>',
		],
		['html', '<a href="b"><img src="a.png" alt="Documentation"> Documentation</a>'],
	),
	{
		markup: '![The list of files](a.png)\n![The list of files](b.png)',
		found: ['repeats-neighbour'],
		why: 'two pictures can’t be told apart',
	},
	{
		markup: '<img src="a.png" alt="Five stars"><img src="b.png" alt="five stars.">',
		language: 'html',
		found: ['repeats-neighbour'],
		why: 'two pictures can’t be told apart, whatever their punctuation',
	},
	...found(
		'empty-in-link',
		'the link has no name',
		['html', '<a href="b"><img src="a.png" alt=""></a>'],
		['html', '<button><img src="a.png" alt=""></button>'],
		['html', '<a href="b">\n <img src="a.png" alt=""> \n</a>'],
		['html', '<a href="b"><img src="a.png" role="presentation"></a>'],
		['javascriptreact', 'const a = <a href="b"><img src="a.png" alt="" /></a>;'],
	),
	...found(
		'empty-with-caption',
		'a caption of nothing',
		['html', '<figure><img src="a.png" alt=""><figcaption>Fig. 1: The engine</figcaption></figure>'],
		'<figure><img src="a.png" alt=""><figcaption>The engine</figcaption></figure>',
	),
	...found(
		'image-of',
		'a screen reader has said that already',
		'![Image of a cat on a roof](a.png)',
		'![A picture showing two bridges](a.png)',
		'![Bild von einer Katze](a.png)',
		['html', '<img src="a.png" alt="photo of the team">'],
	),
	...found('too-long', 'nobody can skip half of it', `![${long}](a.png)`, ['html', `<img src="a.png" alt="${long}">`]),
	{
		markup: `![Image of ${long}](a.png)`,
		found: ['image-of', 'too-long'],
		why: 'two rules of one text',
	},

	...fine(
		'an empty text on purpose is decoration',
		['html', '<img src="a.png" alt="">'],
		['html', '<img src="a.png" aria-hidden="true">'],
		['html', '<img src="a.png" alt="x" role="presentation">'],
		['html', '<p>Words <img src="a.png" alt=""> and more.</p>'],
		['html', '<svg aria-hidden="true"><path/></svg>'],
	),
	...fine(
		'the link has a name of its own',
		['html', '<a href="b"><img src="a.png" alt=""> Documentation</a>'],
		['html', '<a href="b"><img src="a.png" alt=""><img src="b.png" alt="Home of the project"></a>'],
		['html', '<button><img src="a.png" alt=""> Save</button>'],
	),
	...fine(
		'what is computed is known only when the page is shown',
		['javascriptreact', 'const a = <img src="a.png" alt={words} />;'],
		['vue', '<template><img src="a.png" :alt="words"></template>'],
		['html', '<img src="a.png" aria-label="A cat">'],
	),
	...fine(
		'it says what is to be seen',
		'![Settings with Dark mode switched off](a.png)',
		'![Screenshot of the settings with Dark mode switched off](a.png)',
		'![Diagram: the request passes the proxy, then the service](a.png)',
		'![GitHub logo](a.png)',
		'![Line chart of sales, which double by May](a.png)',
		'![Images are sent to the endpoint of the user](a.png)',
		'![设置窗口，深色模式已关闭](a.png)',
		'![v1.2.3](a.png)',
		'![Build status: passing](a.svg)',
		`![${'🐈'.repeat(125)}](a.png)`,
	),
	...fine(
		'a list that belongs there',
		'![Red, green, blue and yellow flags in a row](a.png)',
		'![Columns: name, size, type, date, owner, group, mode, link](a.png)',
		'![The keys Ctrl, Alt, Shift and Enter are marked](a.png)',
	),
	...fine(
		'it adds to the words beside',
		'The settings.\n\n![The settings with the theme Dark Modern chosen](a.png)',
		[
			'html',
			'<figure><img src="a.png" alt="Two arches of brick"><figcaption>The bridge at night</figcaption></figure>',
		],
		'## Glimpse\n\n![Glimpse](glimpse-logo.png)',
		'Save\n\n![Save](a.png)',
	),
	...fine(
		'the same picture is the same, and one far away is another matter',
		'![A green tick](tick.png) one ![A green tick](tick.png) two',
		`![A list of files](a.png)\n\n${'Words. '.repeat(80)}\n\n![A list of files](b.png)`,
	),
	...fine('no image at all', '`![](a.png)`', ['html', '<!-- <img src="a.png"> -->'], '```\n![](a.png)\n```'),
	...fine(
		'a comment says so',
		'![](a.png) <!-- glimpse-disable-line -->',
		'![](a.png)<!-- glimpse-disable-line missing -->',
		'![](a.png)<!-- glimpse-disable-image missing -->',
		'![](a.png)<!-- glimpse-disable-image missing --> ![](b.png)<!-- glimpse-disable-image missing -->',
		'<!-- glimpse-disable-next-line missing, vague -->\n![](a.png)',
		'<!-- glimpse-disable -->\n\n![](a.png)\n\n![Logo](a.png)',
		'![](a.png)\n\n<!-- markdownlint-disable-file MD045 -->',
		'<!-- markdownlint-disable MD013 MD045 -->\n\n![](a.png)',
		'<!-- markdownlint-disable -->\n\n![](a.png)\n\n<!-- markdownlint-enable -->',
		'| a |\n|---|\n| ![](a.png) <!-- markdownlint-disable-line no-alt-text --> |',
		['mdx', '![](a.png){/* glimpse-disable-line missing */}'],
		['javascriptreact', '// glimpse-disable-next-line missing\nconst a = <img src="a.png" />;'],
		['javascriptreact', 'const a = <p>\n{/* glimpse-disable-next-line */}\n<img src="a.png" />\n</p>;'],
		['html', '<!-- glimpse-disable missing -->\r\n<img src="a.png">\r\n<!-- glimpse-enable -->'],
		['restructuredtext', '.. glimpse-disable-next-line missing\n.. image:: a.png\n'],
		['latex', '% glimpse-disable-next-line missing\n\\includegraphics{a}\n'],
		['typst', '// glimpse-disable-next-line\n#image("a.png")\n'],
		['asciidoc', '// glimpse-disable-next-line\nimage::a.png[]\n'],
	),
	...found(
		'missing',
		'a comment says so of something else',
		'<!-- glimpse-disable-next-line vague -->\n![](a.png)',
		'<!-- glimpse-disable-next-line no-such-rule -->\n![](a.png)',
		'<!-- glimpse-disable missing -->\n\n<!-- glimpse-enable missing -->\n\n![](a.png)',
		'<!-- glimpse-disable-next-line -->\n\n![](a.png)',
		'<!-- markdownlint-disable MD013 -->\n\n![](a.png)',
		'glimpse-disable\n\n![](a.png)',
		'<!-- glimpse-disabled -->\n\n![](a.png)',
	),
	...found('vague', 'markdownlint has no such rule', '<!-- markdownlint-disable -->\n\n![Logo](a.png)'),
	...fine(
		'the link may have a name that is no text of the document',
		['javascriptreact', 'const a = <button>{t(\'x\')}<img src="a.png" alt="" /></button>;'],
		['javascriptreact', 'const a = <button aria-label="Close"><img src="a.png" alt="" /></button>;'],
		['javascriptreact', 'const a = <button {...props}><img src="a.png" alt="" /></button>;'],
		['javascriptreact', 'const a = <a href="x"><Message id="x" /><img src="a.png" alt="" /></a>;'],
		['vue', '<template><a href="b">{{ name }}<img src="a.png" alt=""></a></template>'],
		['vue', '<template><a href="b"><slot /><img src="a.png" alt=""></a></template>'],
		['vue', '<template><a href="b" :aria-label="name"><img src="a.png" alt=""></a></template>'],
		['svelte', '<a href="b">{name}<img src="a.png" alt=""></a>'],
		['astro', '<summary><h2>{name}</h2><img src="a.png" alt=""></summary>'],
		['mdx', '<a href="b">{props.name}<img src="a.png" alt="" /></a>'],
		['html', '<a href="b">{{ name }}<img src="a.png" alt=""></a>'],
		['html', '<a href="b" title="The guide"><img src="a.png" alt=""></a>'],
		['twig', '<a href="b">{{ name }}<img src="a.png" alt=""></a>'],
	),
	...found(
		'empty-in-link',
		'nothing in it can be a name',
		['javascriptreact', 'const a = <Link to="/x" className={styles.a}><Image src="a.png" alt="" /></Link>;'],
		['vue', '<template><button @click="save"><span class="icon"><img src="a.png" alt=""></span></button></template>'],
		['html', '<a href="b"><!-- the logo --> <img src="a.png" alt="">&nbsp;</a>'],
	),
	...fine('a name, as people write it', '![Scrimba](scrimba.svg)', '![Sunset](images/sunset.jpg)'),
	...found('file-name', 'as the file is called', '![scrimba](scrimba.svg)', '![Dashboard](Dashboard.png)'),
];
