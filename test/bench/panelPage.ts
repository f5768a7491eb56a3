// The script of the page in which test/bench/panel.ts measures. It is bundled for the browser.
import { AnswerView } from '../../media/panel/answerView.ts';

/** How an answer is drawn after each token. */
export type Way = 'incremental' | 'whole';

declare global {
	interface Window {
		/** Draws a growing answer once per token, with its layout. Milliseconds of each quarter of the tokens. */
		drawTokens: (tokens: readonly string[], way: Way) => Promise<readonly number[]>;
	}
}

window.drawTokens = async (tokens, way) => {
	let answer = document.createElement('div');
	answer.className = 'answer';
	const article = document.createElement('article');
	article.className = 'turn';
	article.append(answer);
	const main = document.createElement('main');
	main.append(article);
	document.body.replaceChildren(main);

	const view = new AnswerView(answer);
	const draw = {
		incremental: (text: string): void => view.draw(text),
		whole: (text: string): void => {
			// A view that knows nothing yet parses and builds everything.
			const fresh = document.createElement('div');
			fresh.className = 'answer';
			answer.replaceWith(fresh);
			answer = fresh;
			new AnswerView(answer).draw(text);
		},
	}[way];

	const quarters: number[] = [];
	const size = Math.ceil(tokens.length / 4);
	let text = '';
	for (let from = 0; from < tokens.length; from += size) {
		await new Promise(requestAnimationFrame);
		const start = performance.now();
		for (const token of tokens.slice(from, from + size)) {
			text += token;
			draw(text);
			// Asking for a size makes the browser lay out what was drawn.
			if (answer.offsetHeight < 0) throw new Error('An answer has no height below zero.');
		}
		quarters.push(performance.now() - start);
	}
	// What is loaded late is drawn too; it is a part of this script here.
	await new Promise((resolve) => setTimeout(resolve));
	return quarters;
};
