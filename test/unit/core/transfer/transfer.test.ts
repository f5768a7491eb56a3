import assert from 'node:assert/strict';
import fc from 'fast-check';
import { htmlContent } from '../../../../src/core/transfer/htmlPictures.ts';
import { areNames, mayBeDropped, meaningOf, type TransferMeaning } from '../../../../src/core/transfer/transfer.ts';
import { attachRoom } from '../../../../src/core/transfer/attachRoom.ts';
import { assertLinear } from '../../../support/linearTime.ts';
import { transferTable, type TransferRow } from '../../../support/transferTable.ts';

const meaningIn = ({ how, texts, files = [] }: TransferRow): TransferMeaning => meaningOf({ how, texts, files });

/** The kind of meaning that a row's outcome in the panel shows. */
function kindOf({ panel, files = [] }: TransferRow): TransferMeaning['kind'] {
	if (panel === 'words') return 'words';
	if ('uris' in panel) return 'uris';
	if ('addresses' in panel) return 'addresses';
	return files.length > 0 ? 'files' : 'unreachable';
}

describe('What a paste or a drop means', () => {
	it('is told for enough of them, each with who says what it carries', () => {
		assert.ok(transferTable.length >= 25);
		for (const { source } of transferTable) assert.match(source, /^https:\/\/[\w.-]+\/\S+$/);
	});

	for (const row of transferTable) {
		it(row.title, () => assert.equal(meaningIn(row).kind, kindOf(row)));
	}

	it('is shown in a drag by its types alone', () => {
		assert.ok(mayBeDropped(['text/plain', 'text/html', 'text/uri-list']));
		assert.ok(mayBeDropped(['Files']));
		assert.ok(mayBeDropped(['downloadurl']));
		assert.ok(!mayBeDropped(['text/plain', 'text/html']));
		assert.ok(!mayBeDropped(['application/x-other']));
	});

	it('is never a web address with a password in it', () => {
		const texts = { 'text/html': '<img src="https://me:secret@example.com/a.png">' };
		assert.deepEqual(meaningOf({ how: 'paste', texts, files: [] }), { kind: 'unreachable', why: 'elsewhere' });
	});

	it('is told in linear time, whatever is on the clipboard', () => {
		const patterns = (units: readonly string[]): { name: string; of: (length: number) => string }[] =>
			units.map((unit) => ({ name: unit, of: (length) => unit.repeat(length / unit.length) }));
		const tags = ['<', '<a ', '<img src=', '<img src="', '<!--', '<style>', '</', '<a href=x>', '<img src=x>'];
		const marks = ['&#', '&nbsp;', ' ', "=' ", '<b>&nbsp;</b>', '<a b=c/', '\u200B'];
		assertLinear('htmlContent', htmlContent, patterns([...tags, ...marks]), { length: 100_000 });
		const lines = ['a.png\n', 'file:///a\n', 'copy\n', '\n', '%', '/', '\\', ':', 'https://a/b.png\n', '#\n'];
		const read = (text: string): unknown => {
			const texts = { 'text/plain': text, 'text/uri-list': text, 'text/x-moz-url': text, DownloadURL: text };
			return meaningOf({ how: 'drop', texts, files: [{ name: text, type: '' }] });
		};
		assertLinear('meaningOf', read, patterns(lines), { length: 100_000 });
	});

	it('is told at once of 50 MB of HTML and of 10,000 files', () => {
		const html = `<style>${'.a{}'.repeat(12_000_000)}</style><img src="data:image/png;base64,${'A'.repeat(5_000_000)}">`;
		const files = Array.from({ length: 10_000 }, (_, number) => ({ name: `${number}.png`, type: 'image/png' }));
		const started = performance.now();
		assert.equal(meaningOf({ how: 'paste', texts: { 'text/html': html }, files: [] }).kind, 'addresses');
		const texts = { 'text/plain': files.map(({ name }) => `/a/${name}`).join('\n') };
		assert.equal(meaningOf({ how: 'paste', texts, files }).kind, 'files');
		assert.ok(performance.now() - started < 3000);
	});
});

describe('A text that is nothing but the names of files', () => {
	const name = fc.stringMatching(/^[\p{L}\p{N} ._-]{0,12}[\p{L}\p{N}]\.png$/u);
	const names = fc.uniqueArray(name, { minLength: 1, maxLength: 8, selector: (each) => each.normalize('NFC').trim() });
	const folder = fc.constantFrom('', '/home/me/', 'C:\\Users\\me\\', '\\\\server\\share\\');
	const asFiles = (all: readonly string[]): { name: string; type: string }[] =>
		all.map((each) => ({ name: each, type: 'image/png' }));

	it('has them in any order, with paths, as URIs, in either form of their accents', () => {
		fc.assert(
			fc.property(
				names,
				folder,
				fc.constantFrom('\n', '\r\n', '\r'),
				fc.constantFrom('NFC', 'NFD'),
				(all, path, end, form) => {
					const plain = all.map((each) => each.trim());
					const text = plain
						.toReversed()
						.map((each) => `${path}${each.normalize(form)}`)
						.join(end);
					assert.ok(areNames(text, asFiles(plain)));
					const uris = plain.map((each) => `file:///home/${encodeURIComponent(each)}`).join(end);
					assert.ok(areNames(uris, asFiles(plain)));
				},
			),
		);
	});

	it('has no further line, and no name twice', () => {
		fc.assert(
			fc.property(names, fc.stringMatching(/^[a-z ]{1,20}$/), (all, words) => {
				const plain = all.map((each) => each.trim());
				assert.ok(words.trim() === '' || !areNames([...plain, words].join('\n'), asFiles(plain)));
				assert.ok(words.trim() === '' || !areNames([words, ...plain.slice(1)].join('\n'), asFiles(plain)));
				assert.ok(plain.length < 2 || !areNames(plain.map(() => plain[0]).join('\n'), asFiles(plain)));
				assert.ok(!areNames('', asFiles(plain)));
			}),
		);
	});
});

describe('The HTML of a paste', () => {
	for (const [html, hasWords, sources] of [
		['<img src=a.png>', false, ['a.png']],
		['<IMG SRC=\'a b.png\' alt="x > y"/>', false, ['a b.png']],
		['<p>\n&nbsp;\u200B</p><img alt=">" src="a&amp;b&#39;&#x22;.png">', false, ['a&b\'".png']],
		['before<!--StartFragment--><img src="a"><!--EndFragment-->behind', false, ['a']],
		['<style>p { content: "<img src=x>" }</style><img src="a" src="b">', false, ['a']],
		['<!-- words --><head><title>Words</title></head><img src=a>', false, ['a']],
		['<img>', false, []],
		['<img src="a">caption', true, ['a']],
		['a < b', true, []],
		['', false, []],
		['<img src="never closed', false, ['never closed']],
	] as const) {
		it(html || 'none', () => {
			const { hasWords: has, pictures } = htmlContent(html);
			assert.deepEqual([has, pictures.map(({ source }) => source)], [hasWords, sources]);
		});
	}
});

describe('The room for attachments', () => {
	it('is that of the model, or a hundred', () => {
		const host = 'example.com';
		assert.deepEqual(attachRoom({ engine: 'glm', model: 'glm-4v', host }, 2), { most: 5, left: 3, model: 'glm-4v' });
		assert.deepEqual(attachRoom({ engine: 'glm', model: 'glm-4v', host }, 9), { most: 5, left: 0, model: 'glm-4v' });
		assert.deepEqual(attachRoom({ engine: 'glm', model: 'qwen3-vl', host }, 1), {
			most: 100,
			left: 99,
			model: undefined,
		});
		assert.deepEqual(attachRoom({ engine: 'local' }, 0), { most: 100, left: 100, model: undefined });
	});
});
