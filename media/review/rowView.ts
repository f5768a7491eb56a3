import * as l10n from '@vscode/l10n';
import { countCharacters } from '../../src/core/markup/altState.ts';
import {
	canAccept,
	isAtWork,
	rowState,
	type Decision,
	type ReviewDocument,
	type ReviewImage,
	type ReviewRow,
} from '../../src/core/review/review.ts';
import type { ReviewMessage } from '../../src/core/review/reviewProtocol.ts';
import { findingSentence } from '../../src/core/review/ruleWords.ts';
import { element, setText } from '../panel/element.ts';
import type { RowElement } from './rowList.ts';
import type { RowPictures } from './rowPictures.ts';
import { rowStateName, verdictName } from './words.ts';

/** What a row needs of the page. */
export interface RowContext {
	readonly send: (message: ReviewMessage) => void;
	readonly documentOf: (image: ReviewImage) => ReviewDocument | undefined;
	readonly withPicture: RowPictures['use'];
	readonly enlarge: (row: ReviewRow, opener: HTMLElement) => void;
	/** Goes on with the next row. */
	readonly next: () => void;
}

/** The letters that act on the row with the focus. */
const rowKeys = {
	edit: 'e',
	accept: 'a',
	skip: 's',
	decorative: 'd',
	again: 'r',
	undecide: 'u',
	open: 'o',
	enlarge: 'p',
} as const;

/** Creates the view of a row: picture, place, findings, the text now and the proposed one, and what can be done. */
export function createRowView(first: ReviewRow, context: RowContext): RowElement {
	const { send } = context;
	const { id } = first.image;
	let row = first;

	const picture = element('img', { alt: '' });
	const enlarge = element('button', { type: 'button', className: 'picture', tabIndex: -1 }, picture);
	const noPicture = element('span', { className: 'no-picture' }, first.image.picture || l10n.t('Drawing'));
	enlarge.append(noPicture);
	picture.hidden = true;
	const showPicture = (url: string): void => {
		picture.src = url;
		picture.hidden = false;
		noPicture.hidden = true;
	};
	context.withPicture(id, showPicture, () => picture.isConnected);
	enlarge.addEventListener('click', () => context.enlarge(row, item));

	const place = element('button', { type: 'button', className: 'link', tabIndex: -1 });
	place.addEventListener('click', () => send({ type: 'open', id }));
	const state = element('span', { className: 'state' });
	const findings = element('p', { className: 'findings' });
	const around = element('p', { className: 'around' });
	const now = element('p', { className: 'now' });
	const verdict = element('span', { className: 'verdict' });
	const why = element('span');
	const judgement = element('p', { className: 'judgement' }, verdict, ' ', why);

	const field = element('textarea', { rows: 2, tabIndex: -1, spellcheck: true });
	field.addEventListener('input', () => send({ type: 'edit', id, alt: field.value }));
	const length = element('span', { className: 'length' });
	const reason = element('p', { className: 'reason' });

	const wish = element('input', {
		type: 'text',
		hidden: true,
		maxLength: 2000,
		className: 'wish',
		ariaLabel: l10n.t('What should be different?'),
		placeholder: l10n.t('What should be different? For example: shorter'),
	});
	wish.addEventListener('keydown', (event) => {
		// Enter and Escape belong to the input of other scripts until a word is composed.
		if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
		event.preventDefault();
		event.stopPropagation();
		if (event.key === 'Enter') send({ type: 'ask', id, wish: wish.value });
		wish.hidden = true;
		wish.value = '';
		item.focus();
	});

	const decide = (decision: Decision | undefined): void => {
		send({ type: 'decide', ids: [id], ...(decision && { decision }) });
	};
	const toggle = (decision: Decision): void => {
		const isTaken = row.decision === decision && row.outcome === undefined;
		decide(isTaken ? undefined : decision);
		if (!isTaken) context.next();
	};
	const write = (): void => {
		field.focus();
		field.setSelectionRange(field.value.length, field.value.length);
	};
	const again = (): void => {
		wish.hidden = false;
		wish.focus();
	};
	const accept = button(l10n.t('Accept'), rowKeys.accept, () => toggle('accepted'));
	const skip = button(l10n.t('Skip'), rowKeys.skip, () => toggle('skipped'));
	const decorative = button(l10n.t('Decorative'), rowKeys.decorative, () => toggle('decorative'));
	const rewrite = button(l10n.t('Write Again…'), rowKeys.again, again);

	const item = element(
		'div',
		{ className: 'row', role: 'listitem', data: { id } },
		enlarge,
		element(
			'div',
			{ className: 'about' },
			element('div', { className: 'place-line' }, place, state),
			findings,
			around,
			now,
			judgement,
			element('div', { className: 'proposal' }, field, length),
			reason,
			wish,
		),
		element('div', { className: 'decisions' }, accept, skip, decorative, rewrite),
	);

	const actions: Readonly<Record<string, () => void>> = {
		[rowKeys.edit]: write,
		Enter: write,
		[rowKeys.accept]: () => accept.disabled || toggle('accepted'),
		[rowKeys.skip]: () => toggle('skipped'),
		[rowKeys.decorative]: () => decorative.disabled || toggle('decorative'),
		[rowKeys.again]: () => rewrite.disabled || again(),
		[rowKeys.undecide]: () => decide(undefined),
		[rowKeys.open]: () => send({ type: 'open', id }),
		[rowKeys.enlarge]: () => context.enlarge(row, item),
	};
	item.addEventListener('keydown', (event) => {
		if (event.target !== item || event.ctrlKey || event.metaKey || event.altKey) return;
		const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
		if (!action) return;
		event.preventDefault();
		action();
	});
	field.addEventListener('keydown', (event) => {
		if (event.isComposing) return;
		if (event.key === 'Escape') item.focus();
		else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
			item.focus();
			if (!accept.disabled) toggle('accepted');
		} else if (event.key !== 'Enter') return;
		// An alt text has one line.
		event.preventDefault();
		event.stopPropagation();
	});

	return {
		element: item,
		update(changed) {
			row = changed;
			const { image, judgement: judged, proposal, work } = row;
			const document = context.documentOf(image);
			const maxLength = document?.maxLength ?? 125;
			const name = `${document?.path ?? ''}:${image.line + 1}`;
			const stateNow = rowState(row);
			item.dataset['state'] = stateNow;
			item.ariaBusy = String(isAtWork(row));
			setText(place, name);
			const stateWords = rowStateName(row);
			setText(state, stateWords);
			enlarge.ariaLabel = l10n.t('Enlarge {0}', image.picture);
			const sentences = image.findings
				.map((finding) => findingSentence({ ...finding, image: 0 }, image, { maxLength }))
				.join(' ');
			setText(findings, sentences);
			setText(around, [image.heading, image.sentence].filter(Boolean).join(' › '));
			setText(now, image.alt === '' ? '' : l10n.t('Now: {0}', image.alt));
			judgement.hidden = judged === undefined;
			const isFine = judged ? judged.verdict === 'fits' : image.findings.length === 0;
			const verdictWords = judged ? verdictName(judged.verdict) : '';
			setText(verdict, verdictWords);
			setText(why, judged?.reason ?? '');
			verdict.dataset['verdict'] = judged?.verdict ?? '';
			const text = row.decision === 'decorative' ? '' : (proposal?.alt ?? '');
			// What is being typed comes back a moment later.
			if (window.document.activeElement !== field && field.value !== text) field.value = text;
			field.disabled = !image.canWrite || isAtWork(row);
			field.placeholder =
				row.decision === 'decorative'
					? l10n.t('Decorative: read out by nobody')
					: proposal && proposal.alt === ''
						? l10n.t('Decorative, as the model sees it')
						: isAtWork(row)
							? `${stateWords}…`
							: isFine
								? l10n.t('Nothing else proposed: the text stays as it is')
								: l10n.t('No text yet: write one, or have it written');
			field.ariaLabel = l10n.t('Alt text for {0}', image.picture || name);
			const count = countCharacters(field.value);
			setText(length, count === 0 ? '' : `${count} / ${maxLength}`);
			length.classList.toggle('long', count > maxLength);
			setText(reason, work?.kind === 'failed' ? work.why : (proposal?.reason ?? ''));
			reason.classList.toggle('failure', work?.kind === 'failed');
			const said = stateNow === 'fits' ? '' : verdictWords;
			item.ariaLabel = [name, stateWords, sentences, said, text && l10n.t('Proposed: {0}', text)]
				.filter(Boolean)
				.join('. ');
			accept.disabled = !canAccept(row) || isAtWork(row);
			accept.ariaPressed = String(row.decision === 'accepted');
			skip.ariaPressed = String(row.decision === 'skipped');
			decorative.disabled = !image.canMarkDecorative;
			decorative.ariaPressed = String(row.decision === 'decorative');
			rewrite.disabled = !image.canWrite || isAtWork(row);
			setText(rewrite, proposal ? l10n.t('Write Again…') : l10n.t('Write…'));
		},
	};
}

function button(label: string, key: string, run: () => void): HTMLButtonElement {
	const made = element('button', { type: 'button', tabIndex: -1, ariaKeyShortcuts: key.toUpperCase() }, label);
	made.addEventListener('click', run);
	return made;
}
