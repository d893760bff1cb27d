/**
 * The `subject` of an event, made from the key of what it is about: an object, an item. A key may have control characters and
 * noncharacters, but a CloudEvents String must not (CloudEvents 1.0.2, Type System). They are percent-encoded as UTF-8: U+000A becomes
 * `%0A`. A `%` in the key becomes `%25`, but only before text that would make it such an escape, or the `%25` of such an escape. So no
 * two keys have the same subject.
 */
export const subjectOf = (key: string): string => key.replace(AMBIGUOUS, "%25").replace(FORBIDDEN, encodeURIComponent);

const FORBIDDEN = /[\p{Control}\p{Noncharacter_Code_Point}]/gu;

// The UTF-8 bytes of a forbidden character, without the first `%`. The lines are U+0000-1F and 7F, 80-9F, FDD0-FDEF, FFFE and FFFF,
// and the last two characters of each other plane.
const BYTES = [
  "[01][0-9A-F]|7F",
  "C2%[89][0-9A-F]",
  "EF%B7%[9A][0-9A-F]",
  "EF%BF%B[EF]",
  "(?:F0%[9AB]F|F[123]%[89AB]F|F4%8F)%BF%B[EF]",
].join("|");
const AMBIGUOUS = new RegExp(`%(?=(?:25)*(?:${BYTES}))`, "g");
