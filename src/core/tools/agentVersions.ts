import { parseVersionRef, type VersionRef } from '../git/versionRef.ts';
import { quoted, ToolRefusal } from './toolInput.ts';

/** The names of versions that agents are told, beside hashes. */
const named: Readonly<Record<string, VersionRef>> = {
	HEAD: { kind: 'head' },
	staged: { kind: 'index' },
	workingTree: { kind: 'workingTree' },
};

/**
 * Returns the versions between which an agent asks what changed. Without `to` it is the file on disk, and without `from` the version
 * right before that.
 * @throws ToolRefusal
 */
export function agentVersions({
	from,
	to = 'workingTree',
}: {
	readonly from?: string | undefined;
	readonly to?: string | undefined;
}): { readonly before: VersionRef; readonly after: VersionRef } {
	const after = agentVersion(to);
	return { before: from === undefined ? versionBefore(after) : agentVersion(from), after };
}

function agentVersion(text: string): VersionRef {
	const words = text.trim();
	const version = Object.hasOwn(named, words)
		? named[words]
		: words === '' || words === '~'
			? undefined
			: parseVersionRef(words);
	if (version) return version;
	throw new ToolRefusal(
		`${quoted(text)} is no version: pass HEAD, staged, workingTree, or the hash of a commit, which \`git rev-parse\` gives for a branch or a tag.`,
	);
}

function versionBefore(after: VersionRef): VersionRef {
	return after.kind === 'commit' ? { kind: 'parent', hash: after.hash } : { kind: 'head' };
}
