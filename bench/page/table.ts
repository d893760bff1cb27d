/** A table in Markdown. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map(line).join("\n");

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
