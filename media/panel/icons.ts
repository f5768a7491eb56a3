import * as l10n from '@vscode/l10n';
import add from '@vscode/codicons/src/icons/add.svg';
import arrowDown from '@vscode/codicons/src/icons/arrow-down.svg';
import arrowUp from '@vscode/codicons/src/icons/arrow-up.svg';
import attach from '@vscode/codicons/src/icons/attach.svg';
import bug from '@vscode/codicons/src/icons/bug.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import chevronUp from '@vscode/codicons/src/icons/chevron-up.svg';
import clippy from '@vscode/codicons/src/icons/clippy.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import cloud from '@vscode/codicons/src/icons/cloud.svg';
import code from '@vscode/codicons/src/icons/code.svg';
import commentDiscussion from '@vscode/codicons/src/icons/comment-discussion.svg';
import copy from '@vscode/codicons/src/icons/copy.svg';
import debugStop from '@vscode/codicons/src/icons/debug-stop.svg';
import deviceCameraVideo from '@vscode/codicons/src/icons/device-camera-video.svg';
import diff from '@vscode/codicons/src/icons/diff.svg';
import edit from '@vscode/codicons/src/icons/edit.svg';
import ellipsis from '@vscode/codicons/src/icons/ellipsis.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import eye from '@vscode/codicons/src/icons/eye.svg';
import fileMedia from '@vscode/codicons/src/icons/file-media.svg';
import goToFile from '@vscode/codicons/src/icons/go-to-file.svg';
import graph from '@vscode/codicons/src/icons/graph.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import insert from '@vscode/codicons/src/icons/insert.svg';
import location from '@vscode/codicons/src/icons/location.svg';
import lock from '@vscode/codicons/src/icons/lock.svg';
import refresh from '@vscode/codicons/src/icons/refresh.svg';
import save from '@vscode/codicons/src/icons/save.svg';
import screenFull from '@vscode/codicons/src/icons/screen-full.svg';
import symbolString from '@vscode/codicons/src/icons/symbol-string.svg';
import textSize from '@vscode/codicons/src/icons/text-size.svg';
import typeHierarchy from '@vscode/codicons/src/icons/type-hierarchy.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import zoomIn from '@vscode/codicons/src/icons/zoom-in.svg';
import zoomOut from '@vscode/codicons/src/icons/zoom-out.svg';
import { element } from './element.ts';

/** The icons of the page, by the names that the editor gives them. */
const sources = {
	add,
	'arrow-down': arrowDown,
	'arrow-up': arrowUp,
	attach,
	bug,
	check,
	'chevron-down': chevronDown,
	'chevron-up': chevronUp,
	clippy,
	close,
	cloud,
	code,
	'comment-discussion': commentDiscussion,
	copy,
	'debug-stop': debugStop,
	'device-camera-video': deviceCameraVideo,
	diff,
	edit,
	ellipsis,
	error,
	eye,
	'file-media': fileMedia,
	'go-to-file': goToFile,
	graph,
	info,
	insert,
	location,
	lock,
	refresh,
	save,
	'screen-full': screenFull,
	'symbol-string': symbolString,
	'text-size': textSize,
	'type-hierarchy': typeHierarchy,
	warning,
	'zoom-in': zoomIn,
	'zoom-out': zoomOut,
} as const;

export type IconName = keyof typeof sources;

const drawn = new Map<IconName, Element>();

/** Creates an icon in the colour of the text around it. It has no name of its own: what it stands in has one. */
export function icon(name: IconName): Element {
	let first = drawn.get(name);
	if (!first) {
		// The text is part of this script.
		first = document.importNode(new DOMParser().parseFromString(sources[name], 'image/svg+xml').documentElement, true);
		first.setAttribute('aria-hidden', 'true');
		first.classList.add('icon');
		drawn.set(name, first);
	}
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a copy is what it is a copy of
	return first.cloneNode(true) as Element;
}

/** Shows an icon in a place that may have another one. */
export function setIcon(place: HTMLElement, name: IconName): void {
	if (place.dataset['icon'] === name) return;
	place.dataset['icon'] = name;
	place.replaceChildren(icon(name));
}

/** Creates a button that is an icon: its name is read out, and shown as a tooltip. */
export function iconButton(name: IconName, label: string, onclick?: () => void): HTMLButtonElement {
	const button = element('button', { type: 'button', className: 'tool', title: label, ariaLabel: label }, icon(name));
	if (onclick) button.addEventListener('click', onclick);
	return button;
}

/** Milliseconds for which a button says that it has copied. */
const copiedTime = 2000;

/** Has a button that is an icon say for a moment that it has copied. */
export function showCopied(button: HTMLElement): void {
	const before = button.querySelector('.icon');
	const { ariaLabel, title } = button;
	const done = l10n.t('Copied');
	if (!before || ariaLabel === done) return;
	before.replaceWith(icon('check'));
	button.ariaLabel = done;
	button.title = done;
	setTimeout(() => {
		button.querySelector('.icon')?.replaceWith(before);
		button.ariaLabel = ariaLabel;
		button.title = title;
	}, copiedTime);
}

/** Creates a button that copies, and says so. */
export function copyButton(label: string, run: () => void): HTMLButtonElement {
	const button = iconButton('copy', label, () => {
		run();
		showCopied(button);
	});
	return button;
}
