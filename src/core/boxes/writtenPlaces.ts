import {
	isStructure,
	type ListValue,
	type ObjectValue,
	type Structure,
	type TextRange,
	type TextValue,
	type Value,
} from './structures.ts';

/** Two or four numbers of an answer that say where something is, in the answer's own scale. */
export interface WrittenPlace {
	/** As written: a point, or two opposite corners. */
	readonly values: readonly number[];
	/** True if its sides have names, so that no order has to be known. */
	readonly hasNamedSides: boolean;
	/** True if a key says that it is a place; plain brackets may be anything. */
	readonly isKeyed: boolean;
	/** The name that its object gives it. */
	readonly label: TextValue | undefined;
	/** The picture that its object names. */
	readonly picture: WrittenPicture | undefined;
	readonly range: TextRange;
}

/** `index`: named by a key that may as well count the objects. */
interface WrittenPicture {
	readonly number: number;
	readonly by: 'picture' | 'index';
}

/** What the objects around a value say of it. */
type Surrounding = Pick<WrittenPlace, 'label' | 'picture'>;

type Form = 'box' | 'point' | 'polygon' | 'any';

const forms: Readonly<Record<string, Form>> = {
	bbox_2d: 'box',
	box_2d: 'box',
	bbox2d: 'box',
	bbox: 'box',
	bboxes: 'box',
	box: 'box',
	boxes: 'box',
	bounding_box: 'box',
	boundingbox: 'box',
	point_2d: 'point',
	points_2d: 'point',
	point: 'point',
	points: 'point',
	coordinates: 'any',
	coordinate: 'any',
	location: 'any',
	position: 'any',
	polygon: 'polygon',
	polygons: 'polygon',
	poly: 'polygon',
	segmentation: 'polygon',
};

/** The most telling first. */
const labelKeys = [
	'label',
	'name',
	'text_content',
	'text',
	'element',
	'object',
	'title',
	'description',
	'category',
	'class',
	'type',
];

/** `image 2`, `picture_2`, `第2张`, or the number alone. */
const pictureName = /^(?:(?:image|picture|photo|screenshot|frame|图片?|圖片?|画像|第)[\s_#-]{0,3})?(\d{1,3})\D{0,2}$/i;
const pictureKey = /^(?:image|picture|photo|frame)(?:[_ ]?(?:id|index|number|no))?$/i;

const namedSides: readonly (readonly [left: string, top: string, right: string, bottom: string])[] = [
	['x1', 'y1', 'x2', 'y2'],
	['xmin', 'ymin', 'xmax', 'ymax'],
	['x_min', 'y_min', 'x_max', 'y_max'],
	['left', 'top', 'right', 'bottom'],
];

/** Tells whether keys of an object are those of a list of places, so that even an unfinished one is recognized. */
export function looksLikePlaces(structure: Structure): boolean {
	const first = structure.kind === 'list' ? structure.items.find(isStructure) : structure;
	if (!first) return false;
	if (first.kind === 'list') return looksLikePlaces(first);
	return first.entries.some(([key, value]) => {
		const name = keyName(key);
		return forms[name] !== undefined || labelKeys.includes(name) || (isStructure(value) && looksLikePlaces(value));
	});
}

/** Returns the places in a list or an object, in order. `form`: what plain lists in it are. */
export function writtenPlaces(structure: Structure, form: Form = 'any'): readonly WrittenPlace[] {
	return structure.kind === 'list' ? placesIn(structure, form, nowhere) : placesOf(structure, nowhere);
}

function placesIn(list: ListValue, form: Form, about: Surrounding): readonly WrittenPlace[] {
	if (list.items.some(isObject)) {
		return list.items.filter(isObject).flatMap((object) => placesOf(object, about));
	}
	return shapes(list, form).map((shape) => ({ ...shape, ...about, hasNamedSides: false, isKeyed: false }));
}

const nowhere: Surrounding = { label: undefined, picture: undefined };

function placesOf(object: ObjectValue, about: Surrounding): readonly WrittenPlace[] {
	const own = {
		label: labelIn(object) ?? about.label,
		picture: pictureIn(object) ?? about.picture,
	};
	return object.entries.flatMap(([key, value]): readonly WrittenPlace[] => {
		if (!isStructure(value)) return [];
		const form = forms[keyName(key)];
		if (form !== undefined) {
			// Of an object that isn't finished, what is still to come may change it.
			return object.isWhole ? keyedPlaces(value, form, own) : [];
		}
		const number = pictureNumber(key);
		if (number !== undefined) return inside(value, { ...own, picture: { number, by: 'picture' } });
		// A key in quotes names what is there, any other is code.
		return key.kind === 'text' && key.isQuoted && value.kind === 'list'
			? inside(value, { ...own, label: own.label ?? key })
			: inside(value, own).filter(({ isKeyed }) => isKeyed);
	});
}

function inside(value: Structure, about: Surrounding): readonly WrittenPlace[] {
	return value.kind === 'list' ? placesIn(value, 'any', about) : placesOf(value, about);
}

function keyedPlaces(value: Structure, form: Form, about: Surrounding): readonly WrittenPlace[] {
	if (value.kind === 'list' && !value.items.some(isObject)) {
		return shapes(value, form).map((shape) => ({ ...shape, ...about, hasNamedSides: false, isKeyed: true }));
	}
	if (value.kind === 'list') return placesIn(value, form, about);
	const numbers = new Map(
		value.entries.map(([key, side]) => [keyName(key), side.kind === 'number' ? side.number : undefined]),
	);
	for (const names of namedSides) {
		const values = names.flatMap((name) => numbers.get(name) ?? []);
		if (values.length === 4) return [{ values, range: value, ...about, hasNamedSides: true, isKeyed: true }];
	}
	return placesOf(value, about);
}

/** Returns the boxes and points that lists of numbers stand for. */
function shapes(list: ListValue, form: Form): readonly Pick<WrittenPlace, 'values' | 'range'>[] {
	const numbers = numbersOf(list);
	if (numbers) {
		if (!list.isWhole) return [];
		if (form === 'polygon') return numbers.length >= 6 && numbers.length % 2 === 0 ? [around(numbers, list)] : [];
		const fits = numbers.length === 4 ? form !== 'point' : numbers.length === 2 && form !== 'box';
		return fits ? [{ values: numbers, range: list }] : [];
	}
	const lists = list.items.filter((item) => item.kind === 'list');
	if (lists.length < list.items.length) return [];
	const pairs = lists.map(numbersOf).filter((pair) => pair?.length === 2);
	// Points of a list that goes on may become an outline.
	if (!list.isWhole && pairs.length > 0) return [];
	if (pairs.length === lists.length && lists.length > 0) {
		const isOutline = form === 'polygon' ? pairs.length >= 3 : form === 'box' && pairs.length >= 2;
		if (isOutline)
			return [
				around(
					pairs.flatMap((pair) => pair ?? []),
					list,
				),
			];
		return form === 'polygon' || form === 'box' ? [] : lists.flatMap((pair) => shapes(pair, 'point'));
	}
	// Lists of lists of pairs are outlines.
	return lists.flatMap((each) =>
		shapes(each, form === 'any' && isListOfPairs(each) && each.items.length >= 3 ? 'polygon' : form),
	);
}

function isListOfPairs({ items }: ListValue): boolean {
	return items.every((item) => item.kind === 'list' && numbersOf(item)?.length === 2);
}

/** Returns the box around the points whose values these are. */
function around(values: readonly number[], range: TextRange): Pick<WrittenPlace, 'values' | 'range'> {
	const firsts = values.filter((_, index) => index % 2 === 0);
	const seconds = values.filter((_, index) => index % 2 === 1);
	return { values: [Math.min(...firsts), Math.min(...seconds), Math.max(...firsts), Math.max(...seconds)], range };
}

/** Returns the numbers of a list that holds nothing else. */
function numbersOf({ items }: ListValue): readonly number[] | undefined {
	const numbers = items.flatMap((item) => (item.kind === 'number' ? item.number : []));
	return numbers.length === items.length && numbers.length > 0 ? numbers : undefined;
}

function isObject(value: Value): value is ObjectValue {
	return value.kind === 'object';
}

function keyName(key: Value): string {
	return key.kind === 'text' ? key.text.trim().toLowerCase().replaceAll(/[ -]/g, '_') : '';
}

function labelIn({ entries }: ObjectValue): TextValue | undefined {
	for (const name of labelKeys) {
		const value = entries.find(([key]) => keyName(key) === name)?.[1];
		if (value?.kind === 'text' && value.text.trim() !== '') return value;
	}
	return undefined;
}

function pictureIn({ entries }: ObjectValue): WrittenPicture | undefined {
	const numberOf = (isKey: (name: string) => boolean): number | undefined =>
		entries.flatMap(([key, value]) => (isKey(keyName(key)) ? (pictureNumber(value) ?? []) : []))[0];
	const named = numberOf((name) => pictureKey.test(name));
	if (named !== undefined) return { number: named, by: 'picture' };
	const index = numberOf((name) => name === 'index');
	return index === undefined ? undefined : { number: index, by: 'index' };
}

function pictureNumber(value: Value): number | undefined {
	if (value.kind === 'number') return Number.isInteger(value.number) && value.number >= 0 ? value.number : undefined;
	const [, number] = value.kind === 'text' ? (pictureName.exec(value.text.trim()) ?? []) : [];
	return number === undefined ? undefined : Number(number);
}
