import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { markupLanguages } from '../../../../src/core/markup/languages.ts';
import { projectDir } from '../../../support/places.mjs';

/** Languages that an editor without extensions knows. */
const known =
	'markdown html php handlebars razor javascript javascriptreact typescriptreact restructuredtext latex tex'.split(' ');

/** Further ids that extensions give to the same languages. */
const otherIds = ['jinja-html', 'django-html', 'aspnetcorerazor'];

const manifest: unknown = JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8'));

describe('The languages of documents', () => {
	it('activate the extension, and nothing else does', () => {
		assert.deepEqual(
			manifest,
			Object.assign({}, manifest, { activationEvents: markupLanguages.map((language) => `onLanguage:${language}`) }),
		);
	});

	it('have the commands in their menus', () => {
		const conditions = [...JSON.stringify(manifest).matchAll(/editorLangId =~ \/\^\((.*?)\)\$\//g)];
		assert.ok(conditions.length >= 4);
		for (const [, languages = ''] of conditions) assert.deepEqual(languages.split('|'), [...markupLanguages]);
	});

	it('have a name and extensions where the editor has none', () => {
		const { contributes } = manifest as {
			readonly contributes: {
				readonly languages: readonly { readonly id: string; readonly extensions: readonly string[] }[];
			};
		};
		const contributed = contributes.languages.map(({ id }) => id);
		assert.deepEqual(
			contributed.toSorted(),
			markupLanguages.filter((language) => !known.includes(language) && !otherIds.includes(language)).toSorted(),
		);
		assert.ok(contributes.languages.every(({ extensions }) => extensions.length > 0));
	});
});
