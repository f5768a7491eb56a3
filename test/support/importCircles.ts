// Part of `npm run check`: finds circles of imports, between files and between folders. Imports of types and dynamic ones count,
// of which oxlint's own rule sees the first alone.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseSync } from 'oxc-parser';
import { projectDir } from './places.mjs';

type Graph = Map<string, Set<string>>;

const files = globSync('{src,media/panel}/**/*.ts', { cwd: projectDir });
const known = new Set(files);
const byFile: Graph = new Map(files.map((file) => [file, importsOf(file)]));
const byFolder: Graph = new Map();
for (const [file, imports] of byFile) {
	const folder = byFolder.get(dirname(file)) ?? new Set();
	byFolder.set(dirname(file), folder);
	for (const imported of imports) if (dirname(imported) !== dirname(file)) folder.add(dirname(imported));
}

const circles = [...findCircles(byFile), ...findCircles(byFolder)];
for (const circle of circles) console.error(`A circle of imports: ${circle.join(' → ')}`);
if (circles.length > 0) process.exitCode = 1;

/** Returns the project's own files that a file imports, exports from, or loads later. */
function importsOf(file: string): Set<string> {
	const path = join(projectDir, file);
	const source = readFileSync(path, 'utf8');
	const { module } = parseSync(path, source);
	const specifiers = [
		...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
		...module.staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value)),
		...module.dynamicImports.map(({ moduleRequest }) => source.slice(moduleRequest.start + 1, moduleRequest.end - 1)),
	];
	const imported = specifiers
		.filter((specifier) => specifier?.startsWith('.'))
		.map((specifier) => relative(projectDir, join(dirname(path), specifier ?? '')));
	return new Set(imported.filter((each) => known.has(each)));
}

/** Returns one circle for each place where a walk along the imports meets itself again. */
function findCircles(graph: Graph): readonly (readonly string[])[] {
	const found: string[][] = [];
	const done = new Set<string>();
	const way: string[] = [];
	const visit = (node: string): void => {
		if (way.includes(node)) {
			found.push([...way.slice(way.indexOf(node)), node]);
			return;
		}
		if (done.has(node)) return;
		done.add(node);
		way.push(node);
		for (const next of graph.get(node) ?? []) visit(next);
		way.pop();
	};
	for (const node of graph.keys()) visit(node);
	return found;
}
