import assert from 'node:assert/strict';
import { extendedConfig, pathAliases, pathCandidates, webAddress } from '../../../../src/core/markup/picturePath.ts';
import { hasCredentials, withoutCredentials } from '../../../../src/core/webAddress.ts';

const place = { folder: '/w/docs/guide/', root: '/w/', aliases: [] };

describe('Where a picture may lie', () => {
	for (const [address, expected] of [
		['a.png', '/w/docs/guide/a.png'],
		['./a.png', '/w/docs/guide/a.png'],
		['../img/a.png', '/w/docs/img/a.png'],
		['my%20pic.png', '/w/docs/guide/my pic.png'],
		['%E5%9B%BE.png', '/w/docs/guide/图.png'],
		['a.png?raw=true#top', '/w/docs/guide/a.png'],
		['100%.png', '/w/docs/guide/100%.png'],
		['img\\a.png', '/w/docs/guide/img/a.png'],
		['/a.png', '/w/docs/guide/public/a.png'],
	] as const) {
		it(`${address}: ${expected} first`, () => assert.equal(pathCandidates(address, place)[0], expected));
	}

	for (const [address, expected] of [
		['/a.png', '/w/a.png'],
		['/a.png', '/w/public/a.png'],
		['/a.png', '/w/static/a.png'],
		['/a.png', '/w/docs/static/a.png'],
		['@/a.png', '/w/src/a.png'],
		['@/a.png', '/w/docs/src/a.png'],
		['~/a.png', '/w/app/a.png'],
		['~/a.png', '/w/a.png'],
		['~assets/a.png', '/w/src/assets/a.png'],
		['$lib/a.png', '/w/src/lib/a.png'],
		['img/a.png', '/w/static/img/a.png'],
		['a#1.png', '/w/docs/guide/a#1.png'],
	] as const) {
		it(`${address}: ${expected} among others`, () => assert.ok(pathCandidates(address, place).includes(expected)));
	}

	it('follows the aliases of a configuration before the habits', () => {
		const aliases = pathAliases(
			'{ /* c */ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./lib/*", "./other/*"], "@/img/*": ["assets/*"], }, } } // x',
			'/w/',
		);
		assert.deepEqual(pathCandidates('@/img/a.png', { ...place, aliases }).slice(0, 3), [
			'/w/assets/a.png',
			'/w/lib/img/a.png',
			'/w/other/img/a.png',
		]);
		assert.ok(pathCandidates('img/a.png', { ...place, aliases }).includes('/w/img/a.png'));
	});

	it('takes a configuration that is none for an empty one', () => {
		for (const text of ['', '{', 'null', '[]', '{"compilerOptions":7}', '{"compilerOptions":{"paths":{"@/*":"x"}}}']) {
			assert.deepEqual(
				pathAliases(text, '/w/').flatMap(({ targets }) => targets),
				[],
			);
		}
	});

	it('knows the file that a configuration extends', () => {
		assert.equal(extendedConfig('{ "extends": "./base" }', '/w/'), '/w/base.json');
		assert.equal(extendedConfig('{ "extends": ["@x/y", "../tsconfig.base.json"] }', '/w/a/'), '/w/tsconfig.base.json');
		assert.equal(extendedConfig('{ "extends": "@x/y" }', '/w/'), undefined);
	});

	it('reads a configuration with comments and commas, strings with such signs in them, and none that is very long', () => {
		const config = '{"compilerOptions": {"paths": {"//a/*": ["x,]/*", /* , ] */ ], "b\\"/*": ["y",],}}, // }\n}';
		assert.deepEqual(
			pathAliases(config, '/w/').map(({ pattern, targets }) => [pattern, ...targets]),
			[
				['//a/*', '/w/x,]/*'],
				['b"/*', '/w/y'],
			],
		);
		assert.deepEqual(pathAliases(`{"compilerOptions":{"baseUrl":"."}}${' '.repeat(1_000_000)}`, '/w/'), []);
	});

	it('knows addresses with a user or a password, and what they are without', () => {
		for (const [address, bare] of [
			['https://deploy:S3cret@host/a.png', 'https://host/a.png'],
			['//deploy@host/a.png', 'https://host/a.png'],
			['https://:S3cret@host/a.png?x#y', 'https://host/a.png?x#y'],
			['https://host/a.png', 'https://host/a.png'],
			['https://host/@a.png', 'https://host/@a.png'],
		] as const) {
			const url = webAddress(address);
			assert.ok(url);
			assert.equal(withoutCredentials(url).href, bare);
			assert.equal(hasCredentials(url), url.href !== bare);
		}
	});

	it('never leaves the root of the file system, nor takes a scheme for a path', () => {
		assert.deepEqual(pathCandidates('../../../../../a.png', place), ['/a.png']);
		for (const address of ['', '  ', 'vscode:a.png', 'javascript:alert(1)', 'blob:x/a.png']) {
			assert.deepEqual(pathCandidates(address, place), []);
		}
	});

	it('knows the site of Docusaurus, or looks for it in all folders around', () => {
		assert.deepEqual(pathCandidates('@site/static/a.png', { ...place, site: '/w/x/' }), ['/w/x/static/a.png']);
		assert.ok(pathCandidates('@site/static/a.png', place).includes('/w/static/a.png'));
	});

	it('tries a name in both normal forms', () => {
		const [composed, decomposed] = ['caf\u{E9}.png', 'cafe\u{301}.png'];
		for (const written of [composed, decomposed, encodeURIComponent(decomposed)]) {
			const found = pathCandidates(`./${written}`, place);
			for (const name of [composed, decomposed]) assert.ok(found.includes(`${place.folder}${name}`), written);
		}
	});

	it('tells what is on the web', () => {
		assert.equal(webAddress('https://a.b/c%20d.png?x=1')?.href, 'https://a.b/c%20d.png?x=1');
		assert.equal(webAddress('//a.b/c.png')?.href, 'https://a.b/c.png');
		assert.equal(webAddress('data:image/png;base64,AAAA')?.protocol, 'data:');
		for (const address of ['a.png', '/a.png', 'C:/a.png', 'vscode:x', 'javascript:x'])
			assert.equal(webAddress(address), undefined);
	});
});
