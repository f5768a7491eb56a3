import * as vscode from 'vscode';
import { hasCredentials } from '../../core/webAddress.ts';
import { bytesOfDataUri } from '../../workers/dataUri.ts';
import type { Source } from './source.ts';

/**
 * Returns the pictures at addresses that were dropped on the panel or pasted there. One on the web is fetched when it is asked
 * about; data of a picture become its bytes. Others, which only a page that misbehaves sends, are passed over.
 */
export function draggedAddresses(addresses: readonly string[]): readonly Source[] {
	return addresses.flatMap((address): readonly Source[] => {
		const url = URL.parse(address);
		if (!url || hasCredentials(url)) return [];
		if (url.protocol === 'https:') return [url];
		const type = /^data:image\/([a-z]{1,10})/i.exec(address)?.[1];
		if (type === undefined) return [];
		return [new File([new Uint8Array(bytesOfDataUri(url))], `${vscode.l10n.t('picture')}.${type.toLowerCase()}`)];
	});
}
