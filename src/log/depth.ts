/**
 * The largest depth of a value that is kept as it is. JSON.stringify recurses, and the depth at which the stack overflows is not
 * always the same.
 */
export const MAX_DEPTH = 1000;

/** Whether a JSON text is nested deeper than `max` levels. */
export const isDeeperThan = (json: string, max: number): boolean => {
  if (json.length <= max) return false; // each level takes a character
  let depth = 0;
  let isText = false;
  for (let i = 0; i < json.length; i++) {
    const sign = json[i];
    if (sign === '"') isText = !isText;
    else if (isText) i += sign === "\\" ? 1 : 0;
    else if (sign === "[" || sign === "{") depth++;
    else if (sign === "]" || sign === "}") depth--;
    if (depth > max) return true;
  }
  return false;
};
