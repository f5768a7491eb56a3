import type { ConversationEvent, FailureNotice } from '../../src/core/conversation.ts';
import { answered, asked, attached, failed, thisMachine, thought, written, type Asked } from './pageConversation.ts';

/** All that an answer may be made of. */
export const richAnswer = `# Sales

A **bar chart** with *four* groups, \`Q1\` to \`Q4\`; see [the source](https://example.com/a).

| Quarter | 2024 | 2025 |
| --- | --- | --- |
| Q1 | 12 | 15 |

1. First
2. Second
   - inner

> Quoted.

\`\`\`ts
const sales = [12, 31, 36, 19, 15, 38, 47, 17, 12, 31, 36, 19, 15, 38, 47, 17];
\`\`\`
`;

/** What models write beside Markdown, in several scripts. */
const writtenByModels = String.raw`# Formulas

The energy is $E = mc^2$, and \(a^2 + b^2 = c^2\); it costs $5 to $6.

$$
x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}
$$

\[ A = \begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix}, \quad \sum_{i=1}^{n} i = \frac{n(n+1)}{2}, \quad \int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2} \]

<table>
<thead><tr><th rowspan="2">年度</th><th colspan="2">销售额（万元）</th></tr><tr><th>上半年</th><th>下半年</th></tr></thead>
<tbody><tr><td>2024</td><td>1,200</td><td>1,350，比去年同期增长了百分之十二点五</td></tr><tr><td>2025</td><td>H<sub>2</sub>O<br>$x^2$</td><td>–</td></tr></tbody>
</table>

| 项目名称 | Amount | Rate |
| --- | ---: | :-: |
| 二氧化碳排放 | 1,234.5 | 12 % |
| 其他 | 7 | 3 % |

هذه صورة لطاولة مع $x + 1$ كتب.

- العنصر الأول.
- العنصر الثاني، مع ${'`code()`'}.

| שם | ערך |
| --- | --- |
| גובה | 12 |

यह एक चित्र है। นี่คือรูปภาพ

- [x] Water is H~2~O, and ~~x^3^~~ x^2^
- [ ] An open task

<details><summary>More about it</summary>

Inside of it.

</details>

It is so.[^1]

[^1]: As *somebody* says.

> An **important** remark.

${'```'}ts
/** Comment. */
export class Sales extends Base {
	total = 12; // all of them
	name(other: string): string { return 'sum' + other.length; }
}
${'```'}

${'```'}html
<p class="total">12</p>
${'```'}
`;

const waiting = attached('settings-light.png', 'photo-landscape.jpg', 'chart-sales.png');

/**
 * Returns what has happened in a panel, by what is to be seen there. A panel looks different in each.
 *
 * @param notice what the failure says
 */
export function panelStates(notice: FailureNotice): Readonly<Record<string, readonly ConversationEvent[]>> {
	const several: Asked = {
		task: 'compare',
		pictures: ['settings-light.png', 'photo-landscape.jpg', 'chart-sales.png'],
	};
	return {
		empty: [],
		waiting: asked('1'),
		streaming: [...asked('1'), thought('1', 'There is a window with settings.'), written('1', 'It shows a win')],
		failed: [...asked('1', { pictures: ['dialog-light.png'] }), failed('1', notice)],
		stopped: [...asked('1'), written('1', 'It shows a win'), { kind: 'ended', turnId: '1', status: 'stopped' }],
		local: answered('1', 'It shows words.', { answerer: thisMachine }),
		attachments: [...answered('1', richAnswer), waiting],
		formulas: answered('1', writtenByModels),
		long: [
			...answered('1', richAnswer, several),
			...Array.from({ length: 10 }, (_, index) =>
				answered(`${index + 2}`, `${richAnswer}\nAnswer ${index + 2}.`, {
					text: `Question ${index + 2}: which of the values in the chart stands out, and why?`,
				}),
			).flat(),
		],
	};
}
