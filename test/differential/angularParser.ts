// Images of Angular's templates as Angular's own compiler finds them.
import {
	ASTWithSource,
	LiteralPrimitive,
	parseTemplate,
	TemplateLiteral,
	type TmplAstElement,
	tmplAstVisitAll,
	TmplAstRecursiveVisitor,
	type AST,
} from '@angular/compiler';
import { computed, type FoundImage } from './foundImage.ts';

export function parseAngular(text: string): readonly FoundImage[] {
	const { nodes, errors } = parseTemplate(text, 'component.html', { preserveWhitespaces: true });
	if (errors?.[0]) throw new SyntaxError(errors[0].msg);
	const images: FoundImage[] = [];
	class Images extends TmplAstRecursiveVisitor {
		override visitElement(element: TmplAstElement): void {
			if (element.name.toLowerCase() === 'img') images.push(...imageOf(element));
			super.visitElement(element);
		}
	}
	tmplAstVisitAll(new Images(), nodes);
	return images;
}

function imageOf({ attributes, inputs }: TmplAstElement): readonly FoundImage[] {
	const plain = (...names: readonly string[]): string | undefined =>
		attributes.find(({ name }) => names.includes(name.toLowerCase()))?.value;
	const bound = (...names: readonly string[]): AST | undefined =>
		inputs.find(({ name }) => names.includes(name))?.value;
	const source = bound('src', 'ngSrc');
	const address = source ? literalOf(source) : plain('src', 'ngsrc');
	if (address === undefined || address.trim() === '') return [];
	return [{ address, alt: bound('alt') ? computed : plain('alt') }];
}

function literalOf(expression: AST): string | undefined {
	const whole = expression instanceof ASTWithSource ? expression.ast : expression;
	if (whole instanceof TemplateLiteral) return whole.expressions.length === 0 ? whole.elements[0]?.text : undefined;
	return whole instanceof LiteralPrimitive && typeof whole.value === 'string' ? whole.value : undefined;
}
