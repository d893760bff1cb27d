/** How a command prints. */
export interface Printing {
  readonly json: boolean;
}

export const jsonFlag = {
  kind: "boolean",
  default: false,
  withNegated: false,
  brief: "Print one compact JSON object a line, as in a pipe",
} as const;
