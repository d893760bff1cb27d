import { errorText } from "../../log/errorText.ts";

/** What one check of a stack found. `unknown`: it could not be checked. */
export interface Finding {
  readonly check: string;
  readonly status: "ok" | "wrong" | "unknown";
  /** What was found, and what to do. */
  readonly what: string;
}

/** The findings of a check. What it throws, for example because a permission is missing, is a finding too. */
export const findingsOf = async (
  check: string,
  find: () => Promise<readonly Omit<Finding, "check">[]>,
): Promise<readonly Finding[]> => {
  try {
    return (await find()).map((finding) => ({ check, ...finding }));
  } catch (thrown) {
    return [{ check, status: "unknown", what: `It could not be checked: ${errorText(thrown)}` }];
  }
};

/** Something that is wrong. */
export const wrong = (what: string): Omit<Finding, "check"> => ({ status: "wrong", what });

/** The list of what is wrong; or, if it is empty, that all is well. */
export const orOk = (found: readonly Omit<Finding, "check">[], what: string): readonly Omit<Finding, "check">[] =>
  found.length > 0 ? found : [{ status: "ok", what }];
