import { limitsOf } from '../glm/models.ts';

/** What one picture takes: the picture itself and the words around it, and the answer with what some models think before it. */
const tokens = { input: 1800, output: 150, thinking: 500 };

/** About what a run costs: ¥ at the mainland service; undefined where the price isn't known. */
export function runPrice(model: string, pictures: number): number | 'free' | undefined {
	const { price, thinking } = limitsOf(model);
	if (price === undefined || price === 'free') return price;
	const output = tokens.output + (thinking === 'forced' || thinking === 'ignored' ? tokens.thinking : 0);
	return (pictures * (tokens.input * price.input + output * price.output)) / 1_000_000;
}
