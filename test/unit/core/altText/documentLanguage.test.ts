import assert from 'node:assert/strict';
import { languageOfPath, languageOfText } from '../../../../src/core/altText/documentLanguage.ts';
import { languageName } from '../../../../src/core/language.ts';
import { readMarkup } from '../../../../src/core/markup/readMarkup.ts';

describe('The language of a document', () => {
	for (const [text, language] of [
		['The dialog shows what you can do with this file.', 'en'],
		['Der Dialog zeigt, was mit der Datei nicht möglich ist.', 'de'],
		['La boîte de dialogue montre les options pour ce fichier.', 'fr'],
		['El diálogo muestra las opciones de la carpeta para los usuarios.', 'es'],
		['这个对话框显示 Backup 失败的原因。', 'zh'],
		['このダイアログは失敗の理由を示します。', 'ja'],
		['이 대화 상자는 이유를 보여 줍니다.', 'ko'],
		['Это окно показывает причину.', 'ru'],
		['npm install', undefined],
		['', undefined],
	] as const) {
		it(`${text || 'nothing'}: ${language ?? 'unknown'}`, () => assert.equal(languageOfText(text), language));
	}

	for (const [path, language] of [
		['/w/README.zh-CN.md', 'zh-CN'],
		['/w/README_ja.md', 'ja'],
		['/w/docs/de/guide.md', 'de'],
		['/w/i18n/pt-BR/a/b.mdx', 'pt-BR'],
		['/w/README.md', undefined],
		['/w/docs/it.md', undefined],
	] as const) {
		it(`${path}: ${language ?? 'unknown'}`, () => assert.equal(languageOfPath(path), language));
	}

	it('is what the document says', () => {
		assert.equal(readMarkup('<html lang="nl"><body lang="fr"></body></html>', 'html').outline().language, 'nl');
		assert.equal(readMarkup('---\ntitle: x\nlang: pt_BR\n---\n', 'markdown').outline().language, 'pt-BR');
	});

	it('has an English name', () => {
		assert.equal(languageName('zh-Hans'), 'Simplified Chinese');
		assert.equal(languageName('no language at all'), undefined);
	});
});
