import assert from 'node:assert/strict';
import fc from 'fast-check';
import { normalizePath, pathSegmentsBetween } from '../../../src/core/path.ts';

describe('A path with slashes', () => {
	for (const [path, expected] of [
		['/docs/./images/../logo.png', '/docs/logo.png'],
		['/docs//a.png', '/docs/a.png'],
		['/../../a.png', '/a.png'],
		['/docs/', '/docs/'],
		['/docs/..', '/'],
		['/', '/'],
	] as const) {
		it(`${path} is ${expected}`, () => assert.equal(normalizePath(path), expected));
	}
});

describe('The way from one file to another', () => {
	for (const [from, to, expected] of [
		['/docs/page.md', '/docs/a.png', 'a.png'],
		['/docs/page.md', '/docs/images/a.png', 'images/a.png'],
		['/docs/page.md', '/images/a.png', '../images/a.png'],
		['/docs/en/page.md', '/a.png', '../../a.png'],
		// A file whose name is that of a folder is not that folder.
		['/docs/page.md', '/docs', '../docs'],
	] as const) {
		it(`from ${from} to ${to} is ${expected}`, () => assert.equal(pathSegmentsBetween(from, to).join('/'), expected));
	}

	it('leads there from any file', () => {
		const path = fc
			.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 5 })
			.map((parts) => `/${parts.join('/')}`);
		fc.assert(
			fc.property(path, path, (from, to) => {
				const folder = from.slice(0, from.lastIndexOf('/'));
				assert.equal(normalizePath(`${folder}/${pathSegmentsBetween(from, to).join('/')}`), to);
			}),
		);
	});
});
