/** What a vision model might say about the samples, task by task, for the README's pictures. */
export interface TaskAnswer {
	/** Names the picture: `task-<name>.png`. */
	readonly name: string;
	readonly files: readonly string[];
	/** The entry in the Explorer's menu, below "Glimpse" where there are two. */
	readonly menu: readonly [string, string?];
	/** What is chosen on the way. */
	readonly pick?: string;
	readonly question?: string;
	readonly answer: string;
}

export const taskAnswers: readonly TaskAnswer[] = [
	{
		name: 'explain-screenshot',
		files: ['settings-light.png'],
		menu: ['Glimpse', 'Explain Screenshot'],
		answer: `A **settings window**, open at “Notifications”: what you hear about and how you are told.

- **Left**: eight sections; “Notifications” is selected.
- **Messages**: “Show a banner for new messages” is **on**, “Play a sound” is **off**, “Quiet hours” is set to *22:00 to 07:30*.
- **Email**: “Weekly summary” is set to *Unread messages only*; “Security alerts” is on and cannot be turned off.
- **Storage**: 6.4 GB of 10 GB used.

**Next**: choose “Save changes”, or “Cancel”.
`,
	},
	{
		name: 'extract-text',
		files: ['dialog-japanese.png'],
		menu: ['Glimpse', 'Extract Text'],
		answer: `## サーバーに接続できません

ネットワークの設定を確認してください。

問題が続く場合は、管理者に連絡してください。

詳細を表示 · キャンセル · 再試行
`,
	},
	{
		name: 'diagnose-error',
		files: ['editor-dark.png'],
		menu: ['Glimpse', 'Diagnose Error Screenshot'],
		answer: `**TypeError: Cannot read properties of undefined (reading 'amount')**, thrown at \`src/checkout.ts:8\`.

**Likely cause**: an item of the basket has no \`price\`. The test at \`test/checkout.test.ts:31\` makes one.

**Next steps**

1. Look at the basket that the test builds.
2. Say what an item without a price means:

\`\`\`ts
if (!item.price) throw new Error('An item has no price');
\`\`\`
`,
	},
	{
		name: 'explain-diagram',
		files: ['diagram-deploy.png'],
		menu: ['Glimpse', 'Explain Diagram'],
		answer: `**How a change reaches production.** A pull request with two reviewers is built (about 4 minutes), tested, and put on staging with 5 % of the traffic. Healthy after 30 minutes? Then it goes to production; if not, it is rolled back and comes again as a pull request.

\`\`\`mermaid
flowchart LR
  PR[Pull request] --> Build --> Tests --> Staging --> H{Healthy?}
  H -- yes --> Production
  H -- no --> R[Roll back] --> PR
\`\`\`
`,
	},
	{
		name: 'read-chart',
		files: ['chart-sales.png'],
		menu: ['Glimpse', 'Read Chart'],
		answer: `A **grouped bar chart**: bicycles sold per quarter. More were sold in 2025 than in 2024, except at the end of the year.

| Quarter | 2024 (thousands) | 2025 (thousands) |
| --- | --- | --- |
| Q1 | 12 | 15 |
| Q2 | 31 | 38 |
| Q3 | 36 | 47 |
| Q4 | 19 | 17 |

The third quarter is the highest of both years.
`,
	},
	{
		name: 'ui-to-code',
		files: ['dialog-light.png'],
		menu: ['Glimpse', 'UI to Code'],
		pick: 'HTML and CSS',
		answer: `\`\`\`html
<section class="dialog" role="alertdialog" aria-labelledby="title">
  <h1 id="title">The backup could not be finished</h1>
  <p>There is not enough space on drive D: for 18 more files.</p>
  <p class="code">Error code 0x80070070</p>
  <button>Show details</button>
  <button>Cancel</button>
  <button class="primary">Try again</button>
</section>
\`\`\`

Assumed: the dialog is 520 pixels wide, and “Try again” is the default.
`,
	},
	{
		name: 'compare',
		files: ['dialog-chinese.png', 'dialog-japanese.png'],
		menu: ['Glimpse', 'Compare Images'],
		answer: `Two **dialogs that say that something failed**, in two languages and two themes.

| | first | second |
| --- | --- | --- |
| language | Chinese | Japanese |
| theme | light | dark |
| buttons | three, the last one blue | three, the last one blue |
`,
	},
	{
		name: 'ask',
		files: ['chart-sales.png'],
		menu: ['Glimpse', 'Ask About Image…'],
		question: 'In which quarter were fewer sold than the year before?',
		answer: 'Only in the **fourth quarter**: 17 thousand in 2025, after 19 thousand in 2024.',
	},
	{
		name: 'describe-video',
		files: ['clip.mp4'],
		menu: ['Describe Video'],
		answer: `A **test pattern of two seconds**: bars of red, green, yellow, blue, magenta and cyan.

1. A counter at the top left runs from 00:00:00.000 to 2 seconds.
2. Meanwhile a small square moves over the bars.
`,
	},
];
