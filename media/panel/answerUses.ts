import type { PanelMessage } from '../../src/core/protocol.ts';
import { element } from './element.ts';

/** Does what a button of a code block says. */
export function useCode(target: EventTarget | null, send: (message: PanelMessage) => void): void {
	const button = target instanceof Element ? target.closest<HTMLElement>('button[data-use]') : null;
	const block = button?.closest<HTMLElement>('.code');
	if (!button || !block) return;
	const text = block.querySelector('pre')?.textContent ?? '';
	if (button.dataset['use'] === 'copy') send({ type: 'copyText', text });
	else send({ type: 'openText', text, language: block.dataset['language'] ?? '' });
}

/** Makes the places in files that are written in an answer into buttons that open them. What is one already stays. */
export function linkPlaces(
	answer: HTMLElement,
	places: readonly string[],
	send: (message: PanelMessage) => void,
): void {
	if (places.length === 0) return;
	// The longest first: `a.ts:1` stands in `a.ts:12`, too.
	const sorted = places.toSorted((a, b) => b.length - a.length);
	const walker = document.createTreeWalker(answer, NodeFilter.SHOW_TEXT, (node) =>
		node.parentElement?.closest('pre, a, button') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
	);
	const texts: Text[] = [];
	while (walker.nextNode()) if (walker.currentNode instanceof Text) texts.push(walker.currentNode);
	for (const text of texts) linkIn(text, sorted, send);
}

function linkIn(text: Text, places: readonly string[], send: (message: PanelMessage) => void): void {
	const place = places.find((each) => text.data.includes(each));
	if (place === undefined) return;
	const found = text.splitText(text.data.indexOf(place));
	const rest = found.splitText(place.length);
	found.replaceWith(
		element('button', { type: 'button', className: 'link', onclick: () => send({ type: 'openPlace', place }) }, place),
	);
	linkIn(text, places, send);
	linkIn(rest, places, send);
}
