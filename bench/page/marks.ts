const START = "<!-- bench:start -->";
const END = "<!-- bench:end -->";

/** The part of a page between the marks. Throws if the page does not have them. */
export const partOf = (text: string, page: string): string => split(text, page).part.trim();

/** The page with another part between the marks. */
export const withPart = (text: string, part: string, page: string): string => {
  const { before, after } = split(text, page);
  return `${before}\n\n${part}\n\n${after}`;
};

const split = (text: string, page: string) => {
  const [start, end] = [text.indexOf(START), text.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`${page} needs the marks ${START} and ${END}, in this order`);
  const from = start + START.length;
  return { before: text.slice(0, from), part: text.slice(from, end), after: text.slice(end) };
};
