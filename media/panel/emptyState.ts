import * as l10n from '@vscode/l10n';
import type { PanelMessage, PanelState } from '../../src/core/protocol.ts';
import { element, setText } from './element.ts';
import { icon, type IconName } from './icons.ts';

/** What the panel shows before the first question: what one can do, and how a model comes to look. */
export interface EmptyState {
	readonly section: HTMLElement;
	update(state: PanelState): void;
}

const isMac = navigator.userAgent.includes('Mac');

export function createEmptyState(send: (message: PanelMessage) => void): EmptyState {
	const entry = (
		name: IconName,
		words: { readonly label: string; readonly note?: string; readonly keys?: string },
		message: PanelMessage,
	): { readonly item: HTMLElement; readonly note: HTMLElement } => {
		const { label, note = '', keys } = words;
		const small = element('small', { hidden: note === '' }, note);
		const button = element(
			'button',
			{ type: 'button', className: 'start', onclick: () => send(message) },
			icon(name),
			element('span', {}, label, small),
			...(keys === undefined ? [] : [element('kbd', {}, keys)]),
		);
		return { item: element('li', {}, button), note: small };
	};
	const describe = entry(
		'file-media',
		{ label: l10n.t('Describe Image'), note: ' ' },
		{ type: 'start', what: 'describe' },
	);
	const entries = [
		describe,
		entry(
			'clippy',
			{ label: l10n.t('Explain Screenshot from Clipboard'), keys: isMac ? '⌥⇧⌘V' : 'Ctrl+Alt+Shift+V' },
			{ type: 'start', what: 'explainClipboard' },
		),
		entry(
			'attach',
			{ label: l10n.t('Attach…'), note: l10n.t('or paste pictures, or drop them here while holding Shift') },
			{ type: 'attach' },
		),
		entry(
			'symbol-string',
			{ label: l10n.t('Show How to Write Alt Text'), keys: isMac ? '⌘.' : 'Ctrl+.' },
			{ type: 'start', what: 'altText' },
		),
	];
	const editor = element('p', { hidden: true });
	const key = element(
		'div',
		{ className: 'key' },
		element(
			'p',
			{},
			element('strong', {}, l10n.t('Text only, for now.')),
			' ',
			l10n.t(
				'Without an API key this machine reads the text in pictures; a model also sees what they show. Some are free.',
			),
		),
		editor,
		element(
			'div',
			{ className: 'actions' },
			element(
				'button',
				{ type: 'button', className: 'primary', onclick: () => send({ type: 'setApiKey' }) },
				l10n.t('Set API Key'),
			),
			element(
				'button',
				{ type: 'button', className: 'link', onclick: () => send({ type: 'getApiKey' }) },
				l10n.t('Get an API Key'),
			),
			element(
				'button',
				{ type: 'button', className: 'link', onclick: () => send({ type: 'selectModel' }) },
				l10n.t('Select Model'),
			),
		),
	);
	const section = element(
		'section',
		{ className: 'empty' },
		icon('eye'),
		element('h2', {}, l10n.t('What is in the picture?')),
		element('ul', {}, ...entries.map(({ item }) => item)),
		key,
	);
	return {
		section,
		update({ conversation, nextAnswerer, openPicture }) {
			section.hidden = conversation.turns.length > 0;
			setText(describe.note, openPicture ?? l10n.t('one that you choose; in the Explorer, right-click it'));
			describe.note.hidden = false;
			const { editorModel } = nextAnswerer;
			editor.hidden = editorModel === undefined;
			if (editorModel) {
				const { model, provider } = editorModel;
				setText(editor, l10n.t('The editor itself has models, such as {0} from {1}.', model, provider));
			}
			key.hidden = nextAnswerer.answerer?.engine !== 'local' || nextAnswerer.setting !== 'auto';
		},
	};
}
