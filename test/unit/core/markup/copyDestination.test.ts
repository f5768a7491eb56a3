import assert from 'node:assert/strict';
import { copyDestination, numberedPath, relativeAddress } from '../../../../src/core/markup/copyDestination.ts';

const place = {
	document: '/w/docs/guide.md',
	workspaceFolder: '/w',
	fileName: 'image.png',
	time: new Date('2026-11-24T10:00:00Z'),
};

describe('Where a pasted picture goes', () => {
	for (const [destination, expected] of [
		['', '/w/docs/image.png'],
		['img/', '/w/docs/img/image.png'],
		['../img/${fileName}', '/w/img/image.png'],
		['/assets/', '/w/assets/image.png'],
		['${documentDirName}/x/', '/w/docs/x/image.png'],
		['${documentWorkspaceFolder}/img/${documentBaseName}.${fileExtName}', '/w/img/guide.png'],
		['${documentRelativeDirName}-${documentExtName}-${documentFileName}/', '/w/docs/docs-md-guide.md/image.png'],
		['/${documentRelativeFilePath}/', '/w/docs/guide.md/image.png'],
		['${unixTime}.png', '/w/docs/1795514400000.png'],
		['${isoTime}.png', '/w/docs/2026-11-24T10:00:00.000Z.png'],
		['${fileName/(.*)/$1/}', '/w/docs/image.png'],
		['\\${fileName}-${unknown}', '/w/docs/${fileName}-${unknown}'],
	] as const) {
		it(destination || 'beside the document', () => assert.equal(copyDestination(destination, place), expected));
	}

	it('outside a workspace folder counts from the folder of the document', () => {
		assert.equal(copyDestination('/img/', { ...place, workspaceFolder: undefined }), '/w/docs/img/image.png');
	});

	it('gets a number where the name is taken', () => {
		assert.deepEqual(
			[0, 1, 2].map((number) => numberedPath('/a.b/image.png', number)),
			['/a.b/image.png', '/a.b/image-1.png', '/a.b/image-2.png'],
		);
		assert.equal(numberedPath('/a.b/image', 1), '/a.b/image-1');
	});

	for (const [document, file, expected] of [
		['/w/a.md', '/w/b.png', 'b.png'],
		['/w/docs/a.md', '/w/img/b.png', '../img/b.png'],
		['/w/a.md', '/w/img/my (1) 图.png', 'img/my%20%281%29%20%E5%9B%BE.png'],
		['/w/x/y/a.md', '/w/x/y/b.png', 'b.png'],
		['/a.md', '/b.png', 'b.png'],
	] as const) {
		it(`is written as ${expected}`, () => assert.equal(relativeAddress(document, file), expected));
	}
});
