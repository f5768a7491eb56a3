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
