// Writes media/third-party-notices.md, what the package says of the work of others in it: `node test/support/makeNotices.ts`.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';
import { projectDir } from './places.mjs';
import { shippedPackages, type Licence, type Part, type ShippedPackage } from './shippedPackages.ts';

export const noticesFile = join(projectDir, 'media', 'third-party-notices.md');

const titles: Readonly<Record<Licence, string>> = {
	'Apache-2.0': 'Apache License 2.0',
	'BSD-2-Clause': 'BSD 2-Clause License',
	'BSD-3-Clause': 'BSD 3-Clause License',
	'GPL-3.0': 'GNU General Public License 3 (which the Lesser one refers to)',
	IJG: 'License of the Independent JPEG Group',
	ISC: 'ISC License',
	'LGPL-2.1': 'GNU Lesser General Public License 2.1 (or any later version)',
	'LGPL-3.0': 'GNU Lesser General Public License 3 (or any later version)',
	'libpng-2.0': 'PNG Reference Library License version 2',
	libtiff: 'libtiff License',
	MIT: 'MIT License',
	'MPL-2.0': 'Mozilla Public License 2.0',
	Zlib: 'zlib License',
};

/** The whole file, formatted. */
export async function makeNotices(): Promise<string> {
	const sections = await Promise.all(shippedPackages.map(packageSection));
	const used = new Set(
		shippedPackages.flatMap(({ parts = [], without }) => [
			...parts.flatMap(({ licences }) => licences),
			...(without ? [without.licence] : []),
		]),
	);
	const licences = await Promise.all(
		[...used].sort().map(async (licence) => `### ${titles[licence]}\n\n${fenced(await licenceText(licence))}`),
	);
	const text = [
		'# Third-party notices',
		'Glimpse contains the work of others, under the licences below. Made by `test/support/makeNotices.ts`.',
		'This software is based in part on the work of the Independent JPEG Group.',
		'## Packages',
		...sections,
		'## Licences of libraries inside the packages',
		...licences,
	].join('\n\n');
	return format(text, { parser: 'markdown', printWidth: 120, proseWrap: 'preserve' });
}

async function packageSection({ name, licence, without, files, parts, remark }: ShippedPackage): Promise<string> {
	const folder = join(projectDir, 'node_modules', name);
	const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
	const own = (await readdir(folder)).find((file) => /^licen[sc]e(?:-\w+)?(\.\w+)?$/i.test(file));
	if (!own && !without) throw new Error(`${name} has no licence file.`);
	const where = files ? `\`${files.map((file) => `dist/local/${file}`).join('`, `')}\`` : 'in the bundles';
	const libraries = parts && (await partsTable(folder, parts));
	return [
		`### ${name} ${version}`,
		`${licence} · ${where}`,
		remark,
		without && `${without.copyright} ${titles[without.licence]}, below.`,
		own && fenced(await readFile(join(folder, own), 'utf8')),
		libraries && `Libraries in it:\n\n${libraries}`,
	]
		.filter(Boolean)
		.join('\n\n');
}

async function partsTable(folder: string, parts: readonly Part[]): Promise<string> {
	const versions: Readonly<Record<string, string>> = parts.some(({ version }) => version)
		? JSON.parse(await readFile(join(folder, 'versions.json'), 'utf8'))
		: {};
	const rows = parts.map(({ name, licences, copyright, version }) => {
		const number = version === undefined ? '' : versions[version];
		if (number === undefined) throw new Error(`The package no longer tells the version of ${name}.`);
		return `| ${name} ${number} | ${licences.map((licence) => titles[licence]).join(', ')} | ${copyright} |`;
	});
	return ['| library | licence | copyright |', '| --- | --- | --- |', ...rows].join('\n');
}

async function licenceText(licence: Licence): Promise<string> {
	const file =
		licence === 'Apache-2.0'
			? join(projectDir, 'node_modules/tesseract.js-core/LICENSE')
			: join(projectDir, 'test/fixtures/licences', `${licence}.txt`);
	return readFile(file, 'utf8');
}

function fenced(text: string): string {
	return `\`\`\`\`text\n${text.replaceAll('\r\n', '\n').replaceAll(/^[\uFEFF\n]+|\s+$/g, '')}\n\`\`\`\``;
}

if (import.meta.main) await writeFile(noticesFile, await makeNotices());
