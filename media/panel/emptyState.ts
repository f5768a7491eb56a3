import * as l10n from '@vscode/l10n';
import type { PanelMessage } from '../../src/core/protocol.ts';
import { element } from './element.ts';

/** What stands in the panel before anything was asked: the three things that one can do. */
export function emptyState(send: (message: PanelMessage) => void): HTMLElement {
	const entry = (words: string, label: string, what: 'describe' | 'explainClipboard' | 'altText'): HTMLElement =>
		element(
			'li',
			{},
			element('p', {}, words),
			element('button', { type: 'button', className: 'primary', onclick: () => send({ type: 'start', what }) }, label),
		);
	return element(
		'section',
		{ className: 'empty' },
		element('h2', {}, l10n.t('What Glimpse can do')),
		element(
			'ul',
			{},
			entry(
				l10n.t('Describe the open picture, or one that you choose. In the Explorer, right-click a picture.'),
				l10n.t('Describe Image'),
				'describe',
			),
			entry(
				l10n.t('Explain the screenshot you just took.'),
				l10n.t('Explain Screenshot from Clipboard'),
				'explainClipboard',
			),
			entry(
				l10n.t('Write alt text where it belongs: in Markdown, HTML and JSX.'),
				l10n.t('Show How to Write Alt Text'),
				'altText',
			),
		),
	);
}
