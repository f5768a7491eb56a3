// The visible and audible part of a text: invisible characters may say other things to a machine than to a reader.

/**
 * Characters without a shape of their own. Tabs and line breaks stay; U+2800, U+1D159 and U+16FE4 are symbols that are
 * drawn as nothing.
 */
const hidden =
	/(?![\t\n\r])[\p{Cf}\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u{2800}\u{1D159}\u{16FE4}]/u;

// Functions, so that each is compiled when it is first needed: the tables behind them take milliseconds at a start.

/** Letters and marks of scripts whose letters join, or whose conjuncts are written with joiners. */
const isJoining = (sign: string): boolean =>
	/(?=[\p{L}\p{M}])[\p{scx=Arab}\p{scx=Syrc}\p{scx=Nkoo}\p{scx=Mand}\p{scx=Mong}\p{scx=Phag}\p{scx=Mani}\p{scx=Adlm}\p{scx=Rohg}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Tibt}\p{scx=Mymr}\p{scx=Khmr}\p{scx=Bali}\p{scx=Java}\p{scx=Sund}\p{scx=Cakm}\p{scx=Newa}\p{scx=Tirh}\p{scx=Gran}]/u.test(
		sign,
	);

const isEmojiPart = (sign: string): boolean => /[\p{Extended_Pictographic}\p{Emoji_Modifier}\u{FE0F}]/u.test(sign);
const isPictograph = (sign: string): boolean => /\p{Extended_Pictographic}/u.test(sign);
const isEmojiBase = (sign: string): boolean => /(?![\d#*])\p{Emoji}/u.test(sign);
const isKeycapBase = (sign: string): boolean => /[\d#*]/.test(sign);
const isHan = (sign: string): boolean => /\p{Unified_Ideograph}/u.test(sign);
const isMongolian = (sign: string): boolean => /(?=\p{L})\p{Script=Mongolian}/u.test(sign);

const blackFlag = '\u{1F3F4}';

/** A region code in letters and digits that aren't drawn, as in the flag of Scotland. Up to seven of them. */
const flagTags = /[\u{E0061}-\u{E007A}]{2}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,4}\u{E007F}/uy;

/**
 * Returns a text without invisible characters: direction marks, tags, fillers, variation selectors without a base,
 * controls, halves of surrogate pairs. Joiners stay where a script or an emoji needs them; tabs and line breaks stay.
 * Idempotent.
 */
export function visibleText(text: string): string {
	const lines = text.replaceAll(/[\u{2028}\u{2029}]/gu, '\n');
	if (!hidden.test(lines)) return lines;
	const kept: string[] = [];
	/** The last character kept. */
	let before = '';
	for (let at = 0; at < lines.length;) {
		const sign = signAt(lines, at);
		const length = hidden.test(sign) ? neededLength(lines, at, { sign, before }) : sign.length;
		if (length > 0) {
			kept.push(lines.slice(at, at + length));
			before = length > sign.length ? '' : sign;
		}
		at += Math.max(length, sign.length);
	}
	return kept.join('');
}

/** Returns a visible text on one line, with single blanks. */
export function visibleLine(text: string): string {
	return visibleText(text.replaceAll(/\p{Cc}/gu, ' '))
		.replaceAll(/\s+/g, ' ')
		.trim();
}

/** Returns how much of the text after a hidden character is needed here; 0 if it isn't. */
function neededLength(
	text: string,
	at: number,
	{ sign, before }: { readonly sign: string; readonly before: string },
): number {
	const code = sign.codePointAt(0) ?? 0;
	const behind = signAt(text, at + sign.length);
	const isNeeded = (): boolean => {
		if (code === 0x20_0c || code === 0x20_0d) {
			if (hidden.test(behind)) return false;
			if (isJoining(before) && isJoining(behind)) return true;
			return code === 0x20_0d && isEmojiPart(before) && isPictograph(behind);
		}
		if (code >= 0xfe_00 && code <= 0xfe_0f) {
			if (code >= 0xfe_0e && isKeycapBase(before)) return behind === '\u{20E3}';
			return isHan(before) || (code >= 0xfe_0e && isEmojiBase(before));
		}
		if (code >= 0xe_01_00 && code <= 0xe_01_ef) return isHan(before);
		return ((code >= 0x18_0b && code <= 0x18_0d) || code === 0x18_0f) && isMongolian(before);
	};
	if (before === blackFlag && code >= 0xe_00_20 && code <= 0xe_00_7f) {
		flagTags.lastIndex = at;
		return flagTags.exec(text)?.[0].length ?? 0;
	}
	return isNeeded() ? sign.length : 0;
}

function signAt(text: string, at: number): string {
	const code = text.codePointAt(at);
	return code === undefined ? '' : String.fromCodePoint(code);
}
