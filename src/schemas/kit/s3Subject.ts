/**
 * The `subject` of an object. A CloudEvents String holds no control characters and no noncharacters (CloudEvents 1.0.2, Type System),
 * but a key may. They are percent-encoded as UTF-8: U+000A becomes `%0A`. So that no two keys have one subject, a `%` of the key
 * becomes `%25` where it would read as such an escape, or as the `%25` of one. Every other key is its own subject.
 */
export const subjectOf = (key: string): string => key.replace(AMBIGUOUS, "%25").replace(FORBIDDEN, encodeURIComponent);

const FORBIDDEN = /[\p{Control}\p{Noncharacter_Code_Point}]/gu;

// The UTF-8 bytes of a forbidden character, without the first `%`: U+0000-1F and 7F, 80-9F, FDD0-FDEF, FFFE and FFFF, and the
// last two of each further plane.
const BYTES = [
  "[01][0-9A-F]|7F",
  "C2%[89][0-9A-F]",
  "EF%B7%[9A][0-9A-F]",
  "EF%BF%B[EF]",
  "(?:F0%[9AB]F|F[123]%[89AB]F|F4%8F)%BF%B[EF]",
].join("|");
const AMBIGUOUS = new RegExp(`%(?=(?:25)*(?:${BYTES}))`, "g");
