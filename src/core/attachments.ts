/** A picture or video that waits for its question. */
export interface Attachment {
	readonly id: string;
	readonly name: string;
	/** Its URI; only the host knows that of something pasted. That of a part of a picture is read by `parseRegionSource`. */
	readonly source: string;
}

/** A change to the list of attachments. */
export type AttachmentEvent =
	| { readonly kind: 'attached'; readonly attachments: readonly Attachment[] }
	| { readonly kind: 'detached'; readonly id: string }
	/** `to`: the new index, counted without the moved attachment. */
	| { readonly kind: 'moved'; readonly id: string; readonly to: number };

export function isAttachmentEvent(event: { readonly kind: string }): event is AttachmentEvent {
	return event.kind === 'attached' || event.kind === 'detached' || event.kind === 'moved';
}

/** Returns the attachments after an event, in the order in which they will be sent. */
export function reduceAttachments(before: readonly Attachment[], event: AttachmentEvent): readonly Attachment[] {
	switch (event.kind) {
		case 'attached':
			return [...before, ...event.attachments];
		case 'detached':
			return before.filter(({ id }) => id !== event.id);
		case 'moved': {
			const moved = before.find(({ id }) => id === event.id);
			if (!moved) return before;
			return before.filter(({ id }) => id !== event.id).toSpliced(Math.max(event.to, 0), 0, moved);
		}
	}
}
