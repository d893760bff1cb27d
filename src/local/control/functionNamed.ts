import type { FunctionSettings } from "../project/functions.ts";
import type { Project } from "../project/project.ts";
import { UserError } from "../userError.ts";

/**
 * The function with this name, logical id or ARN, with or without a version. Throws a `UserError` that names the functions that exist.
 */
export const functionNamed = ({ functions }: Pick<Project, "functions">, given: string): FunctionSettings => {
  const name = /^(?:(?:arn:aws:lambda:[^:]*:)?\d{12}:function:)?([^:]+)/.exec(given)?.[1] ?? given;
  const found = functions.find((one) => [one.id, one.name].includes(name));
  if (found === undefined)
    throw new UserError(`There is no function ${given}. The template has ${functions.map(({ id }) => id).join(", ")}`);
  return found;
};
