import assert from 'node:assert/strict';
import { addressesOf } from '../../../../src/core/markup/pictureSource.ts';
import { readMarkup } from '../../../../src/core/markup/readMarkup.ts';

/** A document with one image, and the addresses at which its picture may be found. */
const named: readonly (readonly [language: string, text: string, ...addresses: readonly string[]])[] = [
	['typescriptreact', '<img src={dark ? "a.png" : "b.png"} />', 'a.png', 'b.png'],
	['typescriptreact', '<img src={one ? "a.png" : two ? "b.png" : `c.png`} />', 'a.png', 'b.png', 'c.png'],
	['typescriptreact', '<img src={user.photo || "a.png"} />', 'a.png'],
	['typescriptreact', '<img src={user?.photo ?? "a.png"} />', 'a.png'],
	['typescriptreact', '<img src={show && "a.png"} />', 'a.png'],
	[
		'typescriptreact',
		'import a from "./a.png";\nimport b from "./b.png";\n<img src={dark ? a : b.src} />',
		'./a.png',
		'./b.png',
	],
	['vue', "<template><img :src=\"dark ? 'a.png' : 'b.png'\"></template>", 'a.png', 'b.png'],
	['svelte', '<img src={dark ? "a.png" : "b.png"}>', 'a.png', 'b.png'],
	['astro', '<img src={dark ? "a.png" : "b.png"}>', 'a.png', 'b.png'],
	['mdx', '<img src={dark ? "a.png" : "b.png"} />', 'a.png', 'b.png'],
	['mdx', '<img src={useBaseUrl("img/a.png")} />', '/img/a.png'],
	['mdx', "<img src={useBaseUrl('/img/a.png')} />", '/img/a.png'],
	['vue', '<template><img :src="withBase(\'/a.png\')"></template>', '/a.png'],
	['mdx', '<img src={require("@site/static/a.png").default} />', '@site/static/a.png'],
	['mdx', '![](@site/static/a.png)', '@site/static/a.png'],
	['html', '<base href="img/"><img src="a.png">', 'img/a.png'],
	['html', '<base target="_top"><base href="img/x.html"><img src="a.png">', 'img/a.png'],
	['html', '<base href="/img/"><img src="/a.png">', '/a.png'],
	['html', '<base href="https://a.b/c/"><img src="d.png">', 'https://a.b/c/d.png'],
	['html', '<base href="https://a.b/c/"><img src="/d.png">', 'https://a.b/d.png'],
	['html', '<base href="img/"><img src="https://a.b/c.png">', 'https://a.b/c.png'],
	['javascript', 'export const a = () => <img src="a.png" />;', 'a.png'],
	['javascript', 'const a = <Image src={require("./a.png")} />;', './a.png'],
];

/** Documents with one image whose picture is known only when the code runs. */
const computed = [
	['typescriptreact', '<img src={user.avatar} />'],
	['javascript', 'const a = <img src={user.avatar} />;'],
	['typescriptreact', '<Image src={`/a/${name}.png`} />'],
	['typescriptreact', '<img src={url(1)} />'],
	['typescriptreact', '<img src={a ? b : c} />'],
	['vue', '<template><img :src="user.avatar"></template>'],
	['svelte', '<img src={user.avatar}>'],
	['svelte', '<img src="/a/{name}.png">'],
	['astro', '<img src={user.avatar}>'],
	['mdx', '<img src={user.avatar} />'],
] as const;

/** Documents in which nothing may be found. */
const none = [
	['typescriptreact', '<Avatar src={user.avatar} />'],
	['typescriptreact', '<img src={} />'],
	['typescriptreact', '<img {...props} />'],
	['javascript', 'const a = "<img src=\'a.png\'>";'],
	['javascript', 'const a = b < img && c / d > 1;'],
	['javascript', '// <img src="a.png" />'],
	['javascript', 'const a = /<img src="a.png" \\/>/;'],
] as const;

describe('The picture of an image', () => {
	for (const [language, text, ...addresses] of named) {
		it(`is at ${addresses.join(' or ')}: ${text}`, () => {
			const { references } = readMarkup(text, language);
			assert.deepEqual(
				references.map(({ source }) => addressesOf(source)),
				[addresses],
			);
			assert.ok(references[0]?.slot);
		});
	}

	for (const [language, text] of computed) {
		it(`is computed, so that nothing can be written: ${text}`, () => {
			const [reference, ...others] = readMarkup(text, language).references;
			assert.ok(reference);
			assert.deepEqual(others, []);
			assert.equal(reference.source.kind, 'computed');
			assert.equal(reference.slot, undefined);
			assert.equal(reference.state, 'missing');
			const described = readMarkup(
				text.replace(' src', ' alt="A cat" src').replace(' :src', ' alt="A cat" :src'),
				language,
			);
			assert.deepEqual(
				described.references.map(({ state }) => state),
				['written'],
			);
		});
	}

	for (const [language, text] of none) {
		it(`is none in ${language}: ${text}`, () => assert.deepEqual(readMarkup(text, language).references, []));
	}
});
