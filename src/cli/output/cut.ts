import stringWidth from "string-width";

/** Where a text that is too long loses characters. */
export type Cut = "start" | "middle" | "end";

/** The text, at most so many columns wide. `…` stands where characters are left out. */
export const cut = (text: string, width: number, where: Cut): string => {
  if (stringWidth(text) <= width) return text;
  if (width < 1) return "";
  const signs = [...new Intl.Segmenter("en").segment(text)].map(({ segment }) => segment);
  const room = width - 1;
  const headRoom = { start: 0, middle: Math.floor(room / 2), end: room }[where];
  const head = taken(signs, headRoom);
  const tail = taken(signs.toReversed(), room - headRoom).toReversed();
  return `${head.join("")}…${tail.join("")}`;
};

/** The text, followed by spaces up to this width. */
export const padded = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - stringWidth(text)));

/** The first signs that fit. */
const taken = (signs: readonly string[], width: number): string[] => {
  let left = width;
  const end = signs.findIndex((sign) => {
    left -= stringWidth(sign);
    return left < 0;
  });
  return signs.slice(0, end === -1 ? signs.length : end);
};
