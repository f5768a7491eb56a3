/** The used part of libheif's WebAssembly build, which reads HEVC only. */
declare module 'libheif-js/libheif-wasm/libheif.js' {
	interface HeifError {
		readonly code: unknown;
		readonly message: string;
	}
	interface HeifChannel {
		readonly id: unknown;
		readonly width: number;
		readonly height: number;
		/** Bytes of a row. */
		readonly stride: number;
		readonly data: Uint8Array;
	}
	export interface Libheif {
		readonly heif_error_code: { readonly heif_error_Ok: unknown };
		readonly heif_colorspace: { readonly heif_colorspace_RGB: unknown; readonly heif_colorspace_YCbCr: unknown };
		readonly heif_chroma: {
			readonly heif_chroma_420: unknown;
			readonly heif_chroma_interleaved_RGB: unknown;
			readonly heif_chroma_interleaved_RGBA: unknown;
		};
		readonly heif_channel: {
			readonly heif_channel_interleaved: unknown;
			readonly heif_channel_Y: unknown;
			readonly heif_channel_Cb: unknown;
			readonly heif_channel_Cr: unknown;
		};
		heif_context_alloc(): object;
		heif_context_free(context: object): void;
		heif_context_read_from_memory(context: object, bytes: Uint8Array): HeifError;
		heif_js_context_get_primary_image_handle(context: object): object | HeifError;
		heif_image_handle_get_width(handle: object): number;
		heif_image_handle_get_height(handle: object): number;
		heif_image_handle_has_alpha_channel(handle: object): number;
		heif_image_handle_release(handle: object): void;
		heif_js_decode_image2(
			handle: object,
			colourSpace: unknown,
			chroma: unknown,
		): { readonly image: object; readonly channels: readonly HeifChannel[] } | HeifError;
		heif_image_release(image: object): void;
	}
	/** Returns a library that is ready to use. */
	const start: (options: { readonly wasmBinary: Uint8Array }) => Libheif;
	export default start;
}
