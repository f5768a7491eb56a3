/** The tasks. The ids are a contract: settings, the API and the history use them. */
export const taskIds = [
	'describe',
	'explainScreenshot',
	'extractText',
	'diagnoseError',
	'explainDiagram',
	'readChart',
	'uiToCode',
	'compare',
	'describeVideo',
	'altText',
	'ask',
] as const;
export type TaskId = (typeof taskIds)[number];

/** The number of pictures that can be compared. */
export const comparable = { least: 2, most: 5 };
