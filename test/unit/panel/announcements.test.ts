import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
	announcementInterval,
	nextAnnouncement,
	type Progress,
	type AnnouncedState,
} from '../../../media/panel/announcements.ts';

type Step = readonly [at: number, phase: string, paragraphs: readonly string[], expected: string];

/** Plays an answer through and checks what is said at each step. */
function play(steps: readonly Step[], id = 'a'): void {
	let said: AnnouncedState | undefined;
	for (const [at, phase, paragraphs, expected] of steps) {
		const announcement = nextAnnouncement(said, progressOf(id, phase, paragraphs), at);
		assert.equal(announcement.text, expected, `at ${at}`);
		said = announcement.said;
	}
}

function progressOf(id: string, phase: string, paragraphs: readonly string[]): Progress {
	return { id, phase, words: `<${phase}>`, paragraphs, isOver: ['done', 'failed', 'stopped'].includes(phase) };
}

describe('What a screen reader is told', () => {
	const cases: Readonly<Record<string, readonly Step[]>> = {
		'started, the first words, the end with what was not said yet': [
			[0, 'waiting', [], '<waiting>'],
			[1000, 'streaming', [], '<streaming>'],
			[1500, 'streaming', ['One.'], ''],
			[2000, 'done', ['One.', 'Two.'], 'One.\nTwo.\n<done>'],
		],
		'finished paragraphs, together, when the last was said some seconds ago': [
			[0, 'streaming', [], '<streaming>'],
			[4999, 'streaming', ['One.', 'Two.'], ''],
			[5000, 'streaming', ['One.', 'Two.'], 'One.\nTwo.'],
			[6000, 'streaming', ['One.', 'Two.', 'Three.'], ''],
			[10_000, 'streaming', ['One.', 'Two.', 'Three.'], 'Three.'],
			[11_000, 'done', ['One.', 'Two.', 'Three.'], '<done>'],
		],
		'the same only once': [
			[0, 'waiting', [], '<waiting>'],
			[100, 'waiting', [], ''],
			[9000, 'waiting', [], ''],
			[9100, 'failed', [], '<failed>'],
			[9200, 'failed', [], ''],
		],
		'each try while the service is busy': [
			[0, 'waiting 1', [], '<waiting 1>'],
			[1000, 'waiting 1', [], ''],
			[5000, 'waiting 2', [], '<waiting 2>'],
		],
		'a question that is asked again from its beginning': [
			[0, 'streaming', [], '<streaming>'],
			[6000, 'streaming', ['Old.'], 'Old.'],
			[7000, 'stopped', ['Old.'], '<stopped>'],
			[8000, 'preparing', [], '<preparing>'],
			[9000, 'done', ['New.'], 'New.\n<done>'],
		],
		'nothing of an answer that was there before': [[0, 'done', ['Old.'], '']],
	};
	for (const [title, steps] of Object.entries(cases)) it(title, () => play(steps));

	it('comes when it was promised', () => {
		const started = nextAnnouncement(undefined, progressOf('a', 'streaming', []), 0);
		const waiting = nextAnnouncement(started.said, progressOf('a', 'streaming', ['One.']), 1200);
		assert.equal(waiting.wait, announcementInterval - 1200);
		const then = nextAnnouncement(waiting.said, progressOf('a', 'streaming', ['One.']), 1200 + waiting.wait);
		assert.equal(then.text, 'One.');
	});

	it('is every finished paragraph once, in order, never faster than every few seconds', () => {
		fc.assert(
			fc.property(fc.array(fc.record({ wait: fc.nat(4000), more: fc.nat(2) }), { maxLength: 40 }), (steps) => {
				const paragraphs: string[] = [];
				let { said } = nextAnnouncement(undefined, progressOf('a', 'streaming', []), 0);
				const heard: string[] = [];
				let now = 0;
				let last = 0;
				for (const { wait, more } of steps) {
					now += wait;
					for (let i = 0; i < more; i++) paragraphs.push(`${paragraphs.length}`);
					const next = nextAnnouncement(said, progressOf('a', 'streaming', [...paragraphs]), now);
					said = next.said;
					if (next.text === '') continue;
					assert.ok(now - last >= announcementInterval);
					last = now;
					heard.push(...next.text.split('\n'));
				}
				const end = nextAnnouncement(said, progressOf('a', 'done', paragraphs), now);
				assert.deepEqual([...heard, ...end.text.split('\n')], [...paragraphs, '<done>']);
			}),
		);
	});
});
