const FORBIDDEN = /^[\p{Control}\p{Noncharacter_Code_Point}]$/u;
const MOST_BYTES = 4;

/**
 * The key of an object from the subject of its entry, where control characters and noncharacters are percent-encoded. A `%25` that
 * stands before such an escape is a `%` of the key.
 */
export const keyOf = (subject: string): string => {
  const at = subject.indexOf("%");
  if (at === -1) return subject;
  const [head, rest] = [subject.slice(0, at), subject.slice(at + 1)];
  const [ambiguous = ""] = /^(?:25)*/.exec(rest) ?? [];
  const escaped = escapeIn(`%${rest.slice(ambiguous.length)}`);
  if (escaped === undefined) return `${head}%${keyOf(rest)}`;
  const after = keyOf(rest.slice(ambiguous.length + escaped.length - 1));
  if (ambiguous === "") return head + decodeURIComponent(escaped) + after;
  return `${head}%${ambiguous.slice(2)}${escaped.slice(1)}${after}`;
};

/** The escape of one forbidden character at the beginning of the text. */
const escapeIn = (text: string): string | undefined => {
  for (let bytes = 1; bytes <= MOST_BYTES; bytes++) {
    const escaped = text.slice(0, 3 * bytes);
    if (!/^(?:%[0-9A-F]{2})+$/.test(escaped)) return undefined;
    if (FORBIDDEN.test(decoded(escaped))) return escaped;
  }
  return undefined;
};

const decoded = (escaped: string): string => {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return "";
  }
};
