// Measures one part and prints its table: `node test/bench/runPart.ts PART`.
import { measureAltText } from './altText.ts';
import { measureClipboard } from './clipboard.ts';
import { measureFollowUp } from './followUp.ts';
import { measureHost } from './host.ts';
import { measureLocalText } from './localText.ts';
import { measurePanel } from './panel.ts';
import { measurePictures } from './pictures.ts';
import { measureReview } from './review.ts';
import { measureReviewRows } from './reviewRows.ts';
import { measureScreens } from './screens.ts';
import { measureSizes } from './sizes.ts';
import { measureSse } from './sse.ts';
import { measureStop } from './stop.ts';
import { measureStream } from './stream.ts';
import { printTable, type Table } from './table.ts';

const parts: Readonly<Record<string, () => Promise<Table>>> = {
	sse: measureSse,
	panel: measurePanel,
	sizes: measureSizes,
	pictures: measurePictures,
	localText: measureLocalText,
	screens: measureScreens,
	altText: measureAltText,
	review: measureReview,
	reviewRows: measureReviewRows,
	stop: measureStop,
	clipboard: measureClipboard,
	followUp: measureFollowUp,
	stream: measureStream,
	host: measureHost,
};

const name = process.argv[2] ?? '';
const measure = parts[name];
if (!measure) throw new Error(`There is no part "${name}".`);
const start = performance.now();
const table = await measure();
printTable(table, `${name}, ${((performance.now() - start) / 1000).toFixed(0)} s`);
