import { type Message, parseDeadLetter } from "../../redrive/deadLetter.ts";
import type { Queues } from "../delivery/queues.ts";
import type { Project } from "../project/project.ts";

/** Which function could not keep an event, and why. `undefined` if the message is not of a failed event. */
export const failureIn = (
  message: Message,
  { functions }: Pick<Project, "functions">,
): { readonly function: string; readonly error: string } | undefined => {
  const letter = read(message);
  if (letter === undefined) return undefined;
  const { functionArn, error } = letter;
  return { function: functions.find(({ arn }) => arn === functionArn)?.id ?? functionArn, error };
};

/** The failed events that are in queues, as JSON. */
export const failedEvents = ({ names, of }: Queues): readonly string[] =>
  names
    .flatMap((name) => of(name)?.list() ?? [])
    .map(read)
    .flatMap((letter) => (letter !== undefined && "event" in letter ? [JSON.stringify(letter.event)] : []));

const read = (message: Message): ReturnType<typeof parseDeadLetter> | undefined => {
  try {
    return parseDeadLetter(message);
  } catch {
    return undefined; // an ordinary message
  }
};
