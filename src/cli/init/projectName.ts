import { basename, resolve } from "node:path";
import { wrongUsage } from "../failure.ts";

const LONGEST_STACK_NAME = 128; // of CloudFormation

/**
 * The name of the project in a folder: that of the folder. It becomes the name of the package and of the stack, so npm and CloudFormation
 * must accept it. Throws a Failure.
 */
export const projectNameOf = (folder: string): string => {
  const name = basename(resolve(folder));
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > LONGEST_STACK_NAME)
    throw wrongUsage(
      `"${name}" cannot be the name of a package and of a stack: use at most ${LONGEST_STACK_NAME} lower-case letters, digits, and hyphens between them, as in my-log`,
    );
  return name;
};
