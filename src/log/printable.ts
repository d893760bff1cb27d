/**
 * What a terminal could take for a command, or what a person cannot see: control characters (so every escape sequence), and
 * characters that change the direction of text, are invisible or break lines. U+FE0F after an emoji only says how it looks.
 */
const HOSTILE =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]|(?!\u{fe0f})\p{Default_Ignorable_Code_Point}|(?<!\p{Emoji})\u{fe0f}/gu;

/** A text for a person, on one line. Each character that could touch a terminal, or cannot be seen, becomes visible, as in `\u{1b}`. */
export const printable = (text: string): string =>
  text.replaceAll(HOSTILE, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);

/** The same JSON for a person: such a character becomes an escape of JSON, so the value does not change. The line breaks of indented JSON stay. */
export const printableJson = (json: string): string =>
  json.replaceAll(HOSTILE, (sign) =>
    sign === "\n"
      ? sign
      : Array.from({ length: sign.length }, (_, i) => `\\u${sign.charCodeAt(i).toString(16).padStart(4, "0")}`).join(
          "",
        ),
  );
