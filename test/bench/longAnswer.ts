const sections = [
	{
		title: 'Layout',
		markdown: `The screenshot shows a **settings page** with a narrow list of sections on the left and a form on the right. The form is about *two thirds* of the width; nothing overlaps, and the text keeps a distance of roughly 24 pixels from its frame. See [the guidelines](https://example.com/guidelines) for how wide a line should be.

- The list on the left has seven entries
  - \`General\` is selected, with a bar in the accent colour
  - \`Advanced\` has a small badge with the number **3**
- The form has a title, four groups and a row of buttons
- 右上角有一个搜索框，里面写着「搜索设置」

`,
	},
	{
		title: 'What the switches say',
		markdown: `1. **Send reports** is off, and the line below it explains what would be sent.
2. **Check for updates** is on.
3. **Use the system's proxy** is on, but greyed out: another setting overrules it.

| Setting | State | Default | Remark |
| --- | --- | ---: | --- |
| Send reports | off | on | changed by the user |
| Check for updates | on | on | once a day |
| System proxy | on | off | \`locked\` by a policy |
| Language | English | – | asks for a restart |

`,
	},
	{
		title: 'The same as HTML',
		markdown: `A form like this can be written with a handful of elements; the labels belong to their fields, so that a screen reader says them together.

\`\`\`html
<form class="settings" aria-labelledby="title">
  <h1 id="title">General</h1>
  <label><input type="checkbox" name="reports"> Send reports</label>
  <label><input type="checkbox" name="updates" checked> Check for updates</label>
  <select name="language"><option>English</option><option>日本語</option></select>
  <button type="submit">Save</button>
</form>
\`\`\`

> The greyed switch keeps its state. Say in words *why* it can't be changed; a colour alone doesn't tell.

`,
	},
	{
		title: 'What could be better',
		markdown: `The contrast of the explanations is low: grey \`#9a9a9a\` on white is about 2.8 to 1, where 4.5 to 1 is asked for. The row of buttons has ~~two~~ three primary buttons, so none of them leads. I would keep **Save** as it is and turn *Restore defaults* into a link.

- [x] Every field has a label
- [ ] The focus can be seen everywhere
- [ ] The error below *Language* is near its field

---

`,
	},
];

/** A Markdown answer such as a model writes, in as many pieces as asked for, each about as long as a model's token. */
export function longAnswer(count: number): { readonly tokens: readonly string[]; readonly text: string } {
	const tokens: string[] = [];
	for (let index = 0; tokens.length < count; index++) {
		const { title, markdown } = sections[index % sections.length] ?? { title: '', markdown: '' };
		const text = `## ${index + 1}. ${title}\n\n${markdown}`;
		tokens.push(
			...(text.match(/ ?\p{Script=Latin}{1,6}| ?\d{1,3}|\p{Script=Han}{1,2}| ?[^\s\p{L}\d]{1,3}|\s+|./gsu) ?? []),
		);
	}
	const used = tokens.slice(0, count);
	return { tokens: used, text: used.join('') };
}
