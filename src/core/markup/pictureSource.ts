/** A picture named in a document. */
export type NamedPicture =
	/** The address as written, without the escapes of its language; still percent-encoded. */
	| { readonly kind: 'address'; readonly address: string }
	/** A module specifier from an import. */
	| { readonly kind: 'module'; readonly specifier: string };

/** The source of a picture. */
export type PictureSource =
	| NamedPicture
	/** An expression that chooses among these. */
	| { readonly kind: 'choice'; readonly pictures: readonly NamedPicture[] }
	/** An inline drawing. */
	| { readonly kind: 'svg'; readonly markup: string }
	/** Known only when the code runs. */
	| { readonly kind: 'computed' };

/** Returns the addresses and modules at which the picture may be found, likeliest first. */
export function addressesOf(source: PictureSource): readonly string[] {
	switch (source.kind) {
		case 'address':
			return [source.address];
		case 'module':
			return [source.specifier];
		case 'choice':
			return source.pictures.flatMap(addressesOf);
		case 'svg':
		case 'computed':
			return [];
	}
}

/** Returns a source whose addresses were changed. */
export function withAddresses(source: PictureSource, change: (address: string) => string): PictureSource {
	const changed = (picture: NamedPicture): NamedPicture =>
		picture.kind === 'address' ? { kind: 'address', address: change(picture.address) } : picture;
	if (source.kind === 'choice') return { kind: 'choice', pictures: source.pictures.map(changed) };
	return source.kind === 'address' ? changed(source) : source;
}
