/** A picture or video that waits for the question it goes with. */
export interface Attachment {
	readonly id: string;
	readonly name: string;
	/** Its URI; that of something pasted is known to the host alone. */
	readonly source: string;
}

/** What happens to what waits. */
export type AttachmentEvent =
	| { readonly kind: 'attached'; readonly attachments: readonly Attachment[] }
	| { readonly kind: 'detached'; readonly id: string }
	/** `to`: its new place, counted without it. */
	| { readonly kind: 'moved'; readonly id: string; readonly to: number };

export function isAttachmentEvent(event: { readonly kind: string }): event is AttachmentEvent {
	return event.kind === 'attached' || event.kind === 'detached' || event.kind === 'moved';
}

/** What waits after an event, in the order in which it will be sent. */
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
