/** An XML element that holds a text (which is escaped), or other elements. */
export const element = (name: string, content: string | number | readonly Xml[]): Xml =>
  xml(`<${name}>${typeof content === "object" ? content.join("") : escaped(String(content))}</${name}>`);

/** A whole document of S3, with its namespace on the root element. */
export const document = (root: string, children: readonly Xml[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${children.join("")}</${root}>`;

/** A text that is XML already. */
export interface Xml {
  readonly toString: () => string;
}

const xml = (text: string): Xml => ({ toString: () => text });

const NAMED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

// A control character is written as a reference, as S3 does. XML 1.0 does not allow most of them: a client that lists such keys
// asks for `encoding-type=url`.
const escaped = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to escape
  text.replace(/[&<>"\u0000-\u001f\u007f]/g, (sign) => NAMED[sign] ?? `&#x${sign.charCodeAt(0).toString(16)};`);
