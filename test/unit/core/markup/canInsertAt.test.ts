import assert from 'node:assert/strict';
import { readMarkup } from '../../../../src/core/markup/readMarkup.ts';
import { cursorIn } from './cursor.ts';

/** Documents with the cursor as `|`: where a picture may be inserted, and where not. */
const places: Readonly<Record<string, { readonly yes: readonly string[]; readonly no: readonly string[] }>> = {
	markdown: {
		yes: ['|', 'a| b', '# a|', '- a|', '---\ntitle: x\n---\n|', '<b>a|</b>', '```\na\n```\n|'],
		no: [
			'---\ntitle|: x\n---\n',
			'```\na|\n```',
			'```\na|',
			'    a|b',
			'a `b|c` d',
			'<b cl|ass="x">',
			'<!-- a|b -->',
			'[x]: a|.png',
			'[x](a|.md)',
		],
	},
	mdx: { yes: ['a|', '<Tabs>\n\na|\n\n</Tabs>'], no: ['```\na|\n```', '<Tabs na|me="x" />'] },
	html: {
		yes: ['|', '<p>a|</p>', '<p>|</p>', '<div></div>|'],
		no: [
			'<p cl|ass="x">',
			'<p class="a|b">',
			'<p class="a|',
			'<!-- a|b -->',
			'<script>a|b</script>',
			'<style>a|',
			'<textarea>a|b</textarea>',
			'<!doc|type html>',
		],
	},
	javascriptreact: {
		yes: [
			'const a = <p>a|</p>;',
			'const a = <p>|</p>;',
			'const a = <p>{x}|</p>;',
			'const a = <p><br />|<br /></p>;',
			'const a = <>|</>;',
			'const a = <p>a|',
			'const a = () => |',
			'function A() { return |; }',
			'const a = <p>{x && |}</p>;',
		],
		no: [
			'|const a = 1;',
			'const a = "b|c";',
			'const a = `b|c`;',
			'// a|',
			'/* a|b */',
			'const a = <p className="b|c" />;',
			'const a = <p>a</p|>;',
			'const a = <p |>a</p>;',
			'const a = <p>{x|}</p>;',
			'const a = <p cl|assName="b" />;',
			'const a = b| + c;',
		],
	},
	vue: {
		yes: ['<template><p>a|</p></template>'],
		no: ['<script>a|b</script>', '<template lang="pug">p a|b</template>', '<template><p :a="b|c"></p></template>'],
	},
	svelte: { yes: ['{#if x}<p>a|</p>{/if}'], no: ['<script>a|b</script>', '<p a="b|c"></p>'] },
	astro: { yes: ['---\nx\n---\n<p>a|</p>'], no: ['---\nx|y\n---\n<p>a</p>', '<p a="b|c"></p>'] },
	plaintext: { yes: [], no: ['|'] },
};

describe('canInsertAt', () => {
	for (const [language, { yes, no }] of Object.entries(places)) {
		for (const [marked, expected] of [
			...yes.map((each) => [each, true] as const),
			...no.map((each) => [each, false] as const),
		]) {
			it(`${language}: ${JSON.stringify(marked)} ${expected ? 'yes' : 'no'}`, () => {
				const { text, offset } = cursorIn(marked);
				assert.equal(readMarkup(text, language).canInsertAt(offset), expected);
			});
		}
	}
});
