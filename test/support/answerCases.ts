/** An answer as a model writes it, and what is drawn of it, in the notation of answerScript.ts. */
export type AnswerCase = readonly [title: string, markdown: string, drawn: string];

const r = String.raw;

const formulas: readonly AnswerCase[] = [
	['a formula in a sentence', 'Energy is $E = mc^2$.', 'p(Energy is ⟨E=mc^2⟩.)'],
	['formulas in parentheses of LaTeX', r`Where \(a^2\) and \(b_1\) meet.`, 'p(Where ⟨a^2⟩ and ⟨b_1⟩ meet.)'],
	['a formula of its own in dollar signs', 'So:\n\n$$\n\\frac{a}{b}\n$$\n\nDone.', 'p(So:)⟪a/b⟫p(Done.)'],
	['a formula of its own in one line', '$$x = 1$$', '⟪x=1⟫'],
	['a formula in brackets, right below a paragraph', 'So:\n\\[\nx_i\n= 2\n\\]\nDone.', 'p(So:)⟪x_i=2⟫p(Done.)'],
	['lines of a formula that look like a list', '$$\na\n+ b\n- c\n$$', '⟪a+b−c⟫'],
	['a formula of its own inside a sentence', 'It is $$x^2$$, as said.', 'p(It is ⟪x^2⟫, as said.)'],
	[
		'a formula with underscores beside emphasis',
		'*Let* $a_1 b_1$ be *b* of $c_1$.',
		'p(em(Let) ⟨a_1b_1⟩ be em(b) of ⟨c_1⟩.)',
	],
	['stars in a formula between bold words', '**a $x*y$ b** c', 'p(strong(a ⟨x∗y⟩ b) c)'],
	['a bold formula', '**$x$**', 'p(strong(⟨x⟩))'],
	['a matrix', r`$\begin{pmatrix} a & b \\ c & d \end{pmatrix}$`, 'p(⟨(a,b;c,d)⟩)'],
	['cases', '$$f(x) = \\begin{cases} 1 & x > 0 \\\\ 0 & x \\le 0 \\end{cases}$$', '⟪f(x)={1,x>0;0,x≤0⟫'],
	['aligned equations', '\\[\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}\\]', '⟪a,=b;c,=d⟫'],
	['a root, a sum and a limit', r`$\sqrt{2}$, $\sum_{i=1}^n i$`, 'p(⟨√(2)⟩, ⟨∑_i=1^ni⟩)'],
	['words in a formula', r`$v = 5\,\text{km/h}$`, 'p(⟨v=5km/h⟩)'],
	['Chinese words in a formula', r`面积 $S = \text{长} \times \text{宽}$。`, 'p(面积 ⟨S=长×宽⟩。)'],
	['a formula in a list', '- $a$\n- \\(b\\)\n\n  $$c$$', 'ul(li(p(⟨a⟩))li(p(⟨b⟩)⟪c⟫))'],
	['a formula in a heading', '## On $x^2$', 'h3(On ⟨x^2⟩)'],
	[
		'a formula in a cell',
		'| f | $x^2$ |\n|---|---|\n| $a$ | b |',
		'table(thead(tr(th(f)th(⟨x^2⟩)))tbody(tr(td(⟨a⟩)td(b))))',
	],
	['a formula in a quote', '> $x$', 'blockquote(p(⟨x⟩))'],
	[
		'a number, a variable and several',
		'$5$, $3.14$, $n$, $ABC$, $a, b, c$, $2n$, $90\\%$',
		'p(⟨5⟩, ⟨3.14⟩, ⟨n⟩, ⟨ABC⟩, ⟨a,b,c⟩, ⟨2n⟩, ⟨90%⟩)',
	],
	['an escaped dollar sign', r`\$x\$ and $x$`, 'p($x$ and ⟨x⟩)'],
	['an unknown command, as written', r`See $\nosuchcommand{x}$.`, r`p(See $\nosuchcommand{x}$.)`],
	[
		'a formula that is broken, as written',
		r`See $\frac{a}{$ and \(\left( x\).`,
		r`p(See $\frac{a}{$ and \(\left( x\).)`,
	],
	[
		'commands that link, load or define, as written',
		r`$\href{https://a.test}{x}$ $\includegraphics{https://a.test/b.png}$ $\def\a{b}\a$ $\newcommand{\c}{d}\c$ $\style{color:red}{x}$`,
		r`p($\href{https://a.test}{x}$ $\includegraphics{https://a.test/b.png}$ $\def\a{b}\a$ $\newcommand{\c}{d}\c$ $\style{color:red}{x}$)`,
	],
	['a formula in code, as code', '`$x$` and\n\n```latex\n$$x$$\n```', 'p(code($x$) and)pre($$x$$)'],
	['a formula without an end, as written', 'It is $$ a_1 + b_1', 'p(It is $$ a_1 + b_1)'],
	['a block without an end, as written', '$$\na_1 + b_1 *c*', 'p.undrawn($$\na_1 + b_1 *c*)'],
	['a block that a blank line ends, as written', '$$\na *b*\n\nNext.', 'p($$\na em(b))p(Next.)'],
];

const prices: readonly AnswerCase[] = [
	['two prices', 'It costs $5 and $6.', 'p(It costs $5 and $6.)'],
	[
		'prices in a table',
		'| a | b |\n|---|---|\n| $5 | $6.50 |',
		'table(thead(tr(th(a)th(b)))tbody(tr(td($5)td($6.50))))',
	],
	['a range of prices', 'From $5-$10, or $20–$30.', 'p(From $5-$10, or $20–$30.)'],
	[
		'prices with words between them',
		'It was $20 (or 30$ there), $5 off, US$7.',
		'p(It was $20 (or 30$ there), $5 off, US$7.)',
	],
	['variables of a shell', 'Set $HOME and $PATH:$HOME.', 'p(Set $HOME and $PATH:$HOME.)'],
	['amounts with the sign behind', 'Between 5$ and 6$.', 'p(Between 5$ and 6$.)'],
	['a range between two signs', 'About $5-10$ or $20 to 30$.', 'p(About $5-10$ or $20 to 30$.)'],
];

const html: readonly AnswerCase[] = [
	[
		'a table',
		'<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>',
		'table(tbody(tr(th(a)th(b))tr(td(1)td(2))))',
	],
	[
		'a table with spans, on several lines',
		'<table border="1" style="color:red">\n  <thead>\n    <tr><th colspan="2" onclick="x()">Total</th></tr>\n  </thead>\n  <tbody>\n    <tr><td rowspan=2>a</td><td>1</td></tr>\n    <tr><td>2</td></tr>\n  </tbody>\n</table>\n\nAfter.',
		'table(thead(tr(th*2,1(Total)))tbody(tr(td*1,2(a)td(1))tr(td(2))))p(After.)',
	],
	['a table with blank lines in it', '<table>\n\n<tr>\n\n<td>a</td>\n\n</tr>\n\n</table>', 'table(tbody(tr(td(a))))'],
	[
		'Markdown and formulas in cells',
		'<table><tr><td>**a** `b`</td><td>$x^2$<br>H<sub>2</sub>O</td></tr></table>',
		'table(tbody(tr(td(strong(a) code(b))td(⟨x^2⟩br()Hsub(2)O))))',
	],
	[
		'spans beyond all bounds',
		'<table><tr><td colspan="99999" rowspan="0">a</td></tr></table>',
		'table(tbody(tr(td*50,1(a))))',
	],
	['cells that are never closed', '<table><tr><td>a<td>b<tr><td>c</table>', 'table(tbody(tr(td(a)td(b))tr(td(c))))'],
	['a table that is never closed', '<table><tr><td>a</td><td>b', 'table(tbody(tr(td(a)td(b))))'],
	[
		'a table that is never closed, and what follows',
		'<table><tr><td>a</td></tr>\n\nAfter *it*.',
		'table(tbody(tr(td(a))))p(After em(it).)',
	],
	['words where a table has none', '<table>one<tr>two<td>a</td></tr></table>', 'p(onetwo)table(tbody(tr(td(a))))'],
	['a cell without a table', 'A <td>cell</td>.', 'p(A <td>cell</td>.)'],
	[
		'a table in a cell',
		'<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>',
		'table(tbody(tr(td(atable(tbody(tr(td(b))))))))',
	],
	[
		'a table below a paragraph',
		'Here:\n<table><tr><td>a</td></tr></table>\nAfter.',
		'p(Here:)table(tbody(tr(td(a))))p(After.)',
	],
	['a table in a list', '- a\n\n  <table><tr><td>b</td></tr></table>', 'ul(li(p(a)table(tbody(tr(td(b))))))'],
	['line breaks', 'one<br>two<br/>three<BR />four', 'p(onebr()twobr()threebr()four)'],
	[
		'marks of a paragraph',
		'<b>a</b> <strong>b</strong> <i>c</i> <em>d</em> <u>e</u> x<sup>2</sup>',
		'p(b(a) strong(b) i(c) em(d) u(e) xsup(2))',
	],
	['marks with Markdown in them', '<b>a *b* `c`</b>', 'p(b(a em(b) code(c)))'],
	['marks that cross each other', '<b>a <i>b</b> c</i>', 'p(b(a <i>b) c</i>)'],
	['marks without an end', 'a <b>b and </i>c', 'p(a <b>b and </i>c)'],
	['a mark across emphasis', '*a <b>b* c</b>', 'p(em(a <b>b) c</b>)'],
	[
		'details',
		'<details>\n<summary>More <b>here</b></summary>\n\n- a\n- b\n\n</details>\n\nAfter.',
		'details(summary(More b(here))ul(li(a)li(b)))p(After.)',
	],
	['details without a summary', '<details>\nInside\n</details>', 'details(summary(Details)p(Inside))'],
	[
		'details without an end',
		'<details><summary>More</summary>\n\nInside.\n\nAll of it.',
		'details(summary(More)p(Inside.)p(All of it.))',
	],
	['an end of details alone', 'a\n\n</details>\n\nb', 'p(a)</details>p(b)'],
	[
		'all other elements, as text',
		'a <span class="x">b</span> <img src="x"> <a href="y">c</a>',
		'p(a <span class="x">b</span> <img src="x"> <a href="y">c</a>)',
	],
	[
		'a block of another element, as text',
		'<div align="center">\n<b>a</b>\n</div>',
		'<div align="center">\n<b>a</b>\n</div>',
	],
];

const scripts: readonly AnswerCase[] = [
	['an Arabic sentence', 'هذه صورة لطاولة.', 'p:rtl(هذه صورة لطاولة.)'],
	['Hebrew and English paragraphs', 'שלום לכולם.\n\nHello.', 'p:rtl(שלום לכולם.)p(Hello.)'],
	['an Arabic list', '- واحد\n- اثنان\n  - ثلاثة', 'ul:rtl(li(واحد)li(اثنانul(li(ثلاثة))))'],
	['an Arabic list with blank lines', '1. واحد.\n\n2. اثنان.', 'ol:rtl(li(p(واحد.))li(p(اثنان.)))'],
	['a list in two directions', '- one\n- שתיים', 'ul(li(one)li:rtl(שתיים))'],
	[
		'a Hebrew table',
		'| שם | ערך |\n|---|---|\n| א | one |',
		'table:rtl(thead(tr(th(שם)th(ערך)))tbody(tr(td(א)td:ltr(one))))',
	],
	[
		'an Arabic table in HTML',
		'<table><tr><td>اسم</td><td>5</td></tr></table>',
		'table:rtl(tbody(tr(td(اسم)td:ltr(5))))',
	],
	[
		'code and formulas in an Arabic sentence',
		'`code()` يساوي $x + 1$ هنا.',
		'p:rtl(code:ltr(code()) يساوي ⟨x+1⟩ هنا.)',
	],
	['an Arabic quote and heading', '# عنوان\n\n> اقتباس.', 'h3:rtl(عنوان)blockquote:rtl(p(اقتباس.))'],
	[
		'Chinese with marks beside punctuation',
		'图中显示**“设置”**页面，约3~5个，10~20%。',
		'p(图中显示**“设置”**页面，约3~5个，10~20%。)',
	],
	['Japanese', '# 概要\n\n- 項目~一~\n- **太字**です。', 'h3(概要)ul(li(項目~一~)li(strong(太字)です。))'],
	['Hindi', '**नमस्ते**, यह $x^2$ है।', 'p(strong(नमस्ते), यह ⟨x^2⟩ है।)'],
	['Thai', '1. สวัสดี\n2. H~2~O', 'ol(li(สวัสดี)li(Hsub(2)O))'],
];

const marks: readonly AnswerCase[] = [
	[
		'what stands lower and higher',
		'H~2~O, x^2^, SO~4~^2-^, 10^-3^',
		'p(Hsub(2)O, xsup(2), SOsub(4)sup(2-), 10sup(-3))',
	],
	[
		'what is struck out, and what is not',
		'~~gone~~, ~stays~, ~5 and ~6, ~/a and ~/b',
		'p(del(gone), ~stays~, ~5 and ~6, ~/a and ~/b)',
	],
	['circumflexes that raise nothing', 'a ^ b ^ c, ^_^', 'p(a ^ b ^ c, ^_^)'],
	[
		'columns to the right and in the middle',
		'| a | b | c |\n|:--|--:|:-:|\n| 1 | 2 | 3 |',
		'table(thead(tr(th(a)th.right(b)th.center(c)))tbody(tr(td(1)td.right(2)td.center(3))))',
	],
	['a footnote', 'It is so.[^1]\n\n[^1]: Says *who*.', 'p(It is so.sup(‹1›))div.footnote(1. p(Says em(who).)‹↩›)'],
	[
		'footnotes with names, in the order of their marks',
		'a[^x] b[^y] c[^x]\n\n[^y]: Y.\n[^x]: X,\n    and more.',
		'p(asup(‹1›) bsup(‹2›) csup(‹1›))div.footnote(2. p(Y.)‹↩›)div.footnote(1. p(X,\nand more.)‹↩›)',
	],
	[
		'marks without a note, and notes without a mark',
		'a[^1] [^a-z]\n\n[^2]: Two.',
		'p(a[^1] [^a-z])div.footnote([^2]: p(Two.))',
	],
	[
		'a note of several paragraphs',
		'a[^1]\n\n[^1]: One.\n\n    Two.\n\nAfter.',
		'p(asup(‹1›))div.footnote(1. p(One.)p(Two.)‹↩›)p(After.)',
	],
	[
		'tasks',
		'- [x] done **well**\n- [ ] open\n  - inner',
		'ul(li(☑done well: done strong(well))li(☐open: openul(li(inner))))',
	],
	['a link whose address comes later', 'See [a], *b*.\n\n[a]: https://a.test/', 'p(See a(a), em(b).)'],
	[
		'a link without an address',
		'See [a], *b*.\n\n[a]: https://a.test/ c d',
		'p(See [a], em(b).)p([a]: a(https://a.test/) c d)',
	],
	['tasks with blank lines', '- [x] one\n\n- [ ] two', 'ul(li(p(☑one: one))li(p(☐two: two)))'],
];

/** Answers as models write them, by what they show. */
export const answerCases: Readonly<Record<string, readonly AnswerCase[]>> = { formulas, prices, html, scripts, marks };
