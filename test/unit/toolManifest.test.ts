import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as v from 'valibot';
import { mostPictures, readToolInput, toolInputs, toolTasks } from '../../src/core/tools/toolInput.ts';
import { projectDir } from '../support/places.mjs';

interface Property {
	readonly type: string;
	readonly description: string;
	readonly enum?: readonly string[];
	readonly maxItems?: number;
}

interface ManifestTool {
	readonly name: string;
	readonly toolReferenceName: string;
	readonly displayName: string;
	readonly userDescription: string;
	readonly modelDescription: string;
	readonly canBeReferencedInPrompt: boolean;
	readonly icon: string;
	readonly inputSchema: {
		readonly type: string;
		readonly properties: Readonly<Record<string, Property>>;
		readonly required: readonly string[];
		readonly additionalProperties: boolean;
	};
}

describe('The tools of the manifest', () => {
	let tools: readonly ManifestTool[];

	before(async () => {
		const manifest: unknown = JSON.parse(await readFile(join(projectDir, 'package.json'), 'utf8'));
		const { contributes } = manifest as { contributes: { languageModelTools: readonly ManifestTool[] } };
		tools = contributes.languageModelTools;
	});

	/** The input of a tool as the code takes it; undefined for one whose input stands elsewhere. */
	function inputOf({ name }: ManifestTool): v.GenericSchema | undefined {
		const inputs: Readonly<Record<string, v.GenericSchema>> = toolInputs;
		return inputs[name.replace('glimpse_', '')];
	}

	it('are the four that the code has inputs for, at least', () => {
		const names = tools.map(({ name }) => name.replace('glimpse_', ''));
		for (const name of Object.keys(toolInputs)) assert.ok(names.includes(name), name);
	});

	it('say to a model when to use them and when not, in plain English', () => {
		for (const { name, modelDescription } of tools) {
			assert.match(modelDescription, /\bUse it (?:when|for|before|to)\b/, name);
			assert.match(modelDescription, /\bDon't use it (?:to|for)\b/, name);
			assert.match(modelDescription, /^[\x20-\x7E“”]+\.$/, name);
			assert.ok(modelDescription.length > 200 && modelDescription.length < 1000, `${name}: ${modelDescription.length}`);
			// What a tool doesn't do, another one may: models choose by the name.
			for (const [other] of modelDescription.matchAll(/glimpse_\w+/g)) {
				assert.ok(other !== name && tools.some((tool) => tool.name === other), `${name} names ${other}`);
			}
		}
	});

	it('can be named by a person, with a title and words in their language', () => {
		for (const tool of tools) {
			assert.equal(tool.canBeReferencedInPrompt, true);
			assert.equal(tool.toolReferenceName, tool.name.replace('glimpse_', ''));
			assert.match(tool.displayName, /^%tool\.\w+%$/);
			assert.match(tool.userDescription, /^%tool\.\w+\.user%$/);
			assert.match(tool.icon, /^\$\([\w-]+\)$/);
		}
	});

	it('describe each input in sentences, and take no other', () => {
		for (const { name, inputSchema } of tools) {
			assert.equal(inputSchema.type, 'object');
			assert.equal(inputSchema.additionalProperties, false, name);
			for (const [property, { description }] of Object.entries(inputSchema.properties)) {
				assert.match(description, /^[A-Z].{20,}\.$/, `${name}: ${property}`);
			}
		}
	});

	it('take what the code takes', () => {
		for (const tool of tools) {
			const schema = inputOf(tool);
			if (!schema) continue;
			const { properties, required } = tool.inputSchema;
			const known = Object.keys(properties).join(', ');
			assert.throws(() => readToolInput(schema, { other: 1, ...exampleOf(tool) }), {
				message: new RegExp(`There are: ${known}\\.$`),
			});
			readToolInput(schema, exampleOf(tool));
			for (const name of required) {
				const { [name]: _, ...rest } = exampleOf(tool);
				assert.throws(() => readToolInput(schema, rest), { message: `The input “${name}” is missing.` });
			}
		}
		const [image] = tools;
		assert.deepEqual(image?.inputSchema.properties['task']?.enum, toolTasks);
		assert.equal(image?.inputSchema.properties['images']?.maxItems, mostPictures);
	});
});

/** Returns an input with all properties of a tool. */
function exampleOf({ inputSchema }: ManifestTool): Readonly<Record<string, unknown>> {
	const example = ({ type, enum: words }: Property): unknown =>
		type === 'array' ? ['a.png'] : type === 'integer' ? 1 : (words?.[0] ?? 'a.md');
	return Object.fromEntries(
		Object.entries(inputSchema.properties).map(([name, property]) => [name, example(property)]),
	);
}
