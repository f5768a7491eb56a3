import * as v from 'valibot';
import type { ContentFilter } from '../failure.ts';

const list = v.nullish(v.array(v.object({ role: v.nullish(v.string()), level: v.nullish(v.number()) })));

/** Where the safety audit applied, in an answer or a refusal: the service spells the field in two ways. */
export const contentFilterFields = { content_filter: list, contentFilter: list };

type Fields = { readonly [Name in keyof typeof contentFilterFields]?: v.InferOutput<typeof list> };

/** What these fields say; nothing where they are missing. */
export function contentFilters(body: Fields): readonly ContentFilter[] {
	const filters = body.content_filter ?? body.contentFilter ?? [];
	return filters.map(({ role, level }) => ({ role: role ?? '', level: level ?? undefined }));
}
