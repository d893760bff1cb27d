/**
 * The first name that an object in a JSON text has twice, if any. `JSON.parse` keeps only the last value, and RFC 8259 (section 4)
 * does not say which value counts. The text must be valid JSON.
 */
export const repeatedName = (json: string): string | undefined => {
  const names: (Set<string> | undefined)[] = []; // a set for each open object, `undefined` for each open array
  let text: string | undefined;
  for (let i = 0; i < json.length; i++) {
    const sign = json[i];
    if (sign === '"') {
      const end = endOfText(json, i);
      text = json.slice(i, end + 1);
      i = end;
    } else if (sign === "{") names.push(new Set());
    else if (sign === "[") names.push(undefined);
    else if (sign === "}" || sign === "]") names.pop();
    else if (sign === ":" && text !== undefined) {
      const name: string = JSON.parse(text);
      if (names.at(-1)?.has(name)) return name;
      names.at(-1)?.add(name);
    }
  }
  return undefined;
};

/** The index of the closing quote of the text that begins at `start`. */
const endOfText = (json: string, start: number): number => {
  let i = start + 1;
  while (i < json.length && json[i] !== '"') i += json[i] === "\\" ? 2 : 1;
  return i;
};
