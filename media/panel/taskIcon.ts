import type { TaskId } from '../../src/core/tasks.ts';
import type { IconName } from './icons.ts';

const icons: Readonly<Record<TaskId, IconName>> = {
	describe: 'eye',
	explainScreenshot: 'comment-discussion',
	extractText: 'text-size',
	diagnoseError: 'bug',
	explainDiagram: 'type-hierarchy',
	readChart: 'graph',
	uiToCode: 'code',
	compare: 'diff',
	describeVideo: 'device-camera-video',
	altText: 'symbol-string',
	ask: 'comment-discussion',
};

/** Returns the icon of a task. */
export function taskIcon(task: TaskId): IconName {
	return icons[task];
}
