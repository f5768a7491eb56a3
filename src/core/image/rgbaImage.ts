/** Red, green, blue and opacity, one byte each, row by row; colours are not multiplied by the opacity. */
export interface RgbaImage {
	readonly width: number;
	readonly height: number;
	readonly pixels: Uint8Array;
}
