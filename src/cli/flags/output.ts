/** How a command prints. */
export interface Printing {
  readonly json?: boolean | undefined;
}

export const jsonFlag = {
  kind: "boolean",
  optional: true,
  withNegated: false,
  brief: "Print one compact JSON object a line, as in a pipe",
} as const;
