import assert from 'node:assert/strict';
import { createRowPictures } from '../../../media/review/rowPictures.ts';

describe('Pictures of the rows of a review', () => {
	/** A store with what it asked for and what came, and rows that are in the page until they are `gone`. */
	function useRows(): {
		readonly asked: string[];
		readonly shown: string[];
		readonly gone: Set<string>;
		readonly show: (id: string) => Promise<void>;
		readonly arrived: (id: string) => void;
	} {
		const asked: string[] = [];
		const shown: string[] = [];
		const gone = new Set<string>();
		const pictures = createRowPictures((id) => asked.push(id));
		return {
			asked,
			shown,
			gone,
			show: async (id) => {
				gone.delete(id);
				pictures.use(
					id,
					() => shown.push(id),
					() => !gone.has(id),
				);
				await Promise.resolve();
			},
			arrived: (id) => pictures.arrived(id, new Uint8Array([1])),
		};
	}

	it('are asked for a few at a time, the last one that came into view first, and none of a row that is gone', async () => {
		const { asked, shown, gone, show, arrived } = useRows();
		for (let row = 0; row < 20; row++) await show(`row ${row}`);
		assert.deepEqual(asked, ['row 0', 'row 1', 'row 2', 'row 3']);
		for (let row = 0; row < 18; row++) gone.add(`row ${row}`);
		for (const id of asked.slice(0, 4)) arrived(id);
		assert.deepEqual(asked.slice(4), ['row 19', 'row 18']);
		arrived('row 18');
		arrived('row 19');
		assert.deepEqual(shown, ['row 18', 'row 19']);
	});

	it('are asked for once while they are under way, and shown in the row that came back', async () => {
		const { asked, shown, gone, show, arrived } = useRows();
		await show('a');
		gone.add('a');
		await show('a');
		arrived('a');
		await show('a');
		assert.deepEqual([asked, shown], [['a'], ['a', 'a']]);
	});

	it('are kept up to a number, those used last', async () => {
		const { asked, show, arrived } = useRows();
		for (let row = 0; row < 300; row++) {
			await show(`row ${row}`);
			arrived(`row ${row}`);
		}
		await show('row 0');
		await show('one more');
		arrived('one more');
		const before = asked.length;
		await show('row 0');
		assert.equal(asked.length, before);
		await show('row 1');
		assert.deepEqual(asked.slice(before), ['row 1']);
	});
});
