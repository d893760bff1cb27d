import type { Entry } from "../api/answers.ts";

/** What the data of a rejection says. */
interface Rejected {
  readonly reason: string;
  readonly trigger: string;
  readonly issues: readonly { readonly path: readonly (string | number)[]; readonly message: string }[];
  readonly payload: unknown;
  readonly size: number;
  readonly truncated: boolean;
}

/** Reads the data of a rejection. What is not there is empty. */
export const rejectedOf = ({ type, data }: Entry): Rejected => {
  const { reason, trigger, issues, payload, size, truncated } = (
    typeof data === "object" && data !== null ? data : {}
  ) as Partial<Rejected>;
  return {
    reason: reason ?? type.split(".").at(-1) ?? "",
    trigger: trigger ?? "",
    issues: issues ?? [],
    payload,
    size: size ?? 0,
    truncated: truncated ?? false,
  };
};
