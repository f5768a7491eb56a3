/** Attributes that contain capitals in SVG itself too. */
const keptNames =
	/^(?:viewBox|preserveAspectRatio|gradientUnits|gradientTransform|patternUnits|patternContentUnits|patternTransform|spreadMethod|clipPathUnits|maskUnits|maskContentUnits|markerWidth|markerHeight|markerUnits|refX|refY|textLength|lengthAdjust|pathLength|startOffset|stdDeviation|baseFrequency|numOctaves|filterUnits|primitiveUnits|kernelMatrix|tableValues|attributeName|repeatCount|keyTimes)$/;

/** Returns an inline drawing of HTML or JSX as a file of its own. */
export function standaloneSvg(markup: string): string {
	const named = markup.replaceAll(/<[a-z][^<>]*>/gi, (tag) =>
		tag.replaceAll(/(\s)([a-z]+[A-Z][A-Za-z]*)(?==)/g, (whole, blank: string, name: string) => {
			if (keptNames.test(name)) return whole;
			return (
				blank + (name === 'className' ? 'class' : name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))
			);
		}),
	);
	return /^<svg[^>]*\sxmlns=/i.test(named) ? named : named.replace(/^<svg/i, '<svg xmlns="http://www.w3.org/2000/svg"');
}
