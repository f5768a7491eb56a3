import assert from 'node:assert/strict';
import { excludeMatcher, isLinearPattern } from '../../../src/core/excludeMatcher.ts';

describe('Patterns of what is left out', () => {
	for (const [pattern, path, isNamed] of [
		['docs', 'docs', true],
		['docs', 'a/docs', true],
		['docs', 'docs/a.md', false],
		['docs/**', 'docs/a/b.md', true],
		['docs/**', 'x/docs/a.md', false],
		['**/docs/**', 'x/docs/a.md', true],
		['*.md', 'a/b.md', true],
		['/x/*.md', '/x/b.md', true],
		['.secret*', 'a/.secret.png', true],
		['*.{png,jpg}', 'a.jpg', true],
		['u\u0308.md', '\u00FC.md', true],
	] as const) {
		it(`${pattern} ${isNamed ? 'names' : 'leaves'} ${path}`, () => {
			const isExcluded = excludeMatcher([pattern], { nocase: false });
			assert.equal(isExcluded([path.slice(path.lastIndexOf('/') + 1), path]), isNamed);
		});
	}

	it('tell capitals apart where files do', () => {
		assert.ok(!excludeMatcher(['Docs'], { nocase: false })(['docs', 'docs']));
		assert.ok(excludeMatcher(['Docs'], { nocase: true })(['docs', 'docs']));
	});

	for (const [pattern, isLinear] of [
		['**/*.min.*.js', true],
		['**/a/**/b/**/c/**/d/*', true],
		['*a*b*c', true],
		['*a*b*c*d', false],
		['a'.repeat(1001), false],
	] as const) {
		it(`${pattern.slice(0, 30)} ${isLinear ? 'takes' : 'may not take'} little time`, () => {
			assert.equal(isLinearPattern(pattern), isLinear);
		});
	}
});
