import type { MiddlewareObj } from "@middy/core";
import type { Trigger } from "../schemas/kit/trigger.ts";
import { answerErrors } from "./answerErrors.ts";

/**
 * Makes the answer of the trigger from the outcomes, or from an error if the trigger answers errors. It also stores the outcomes in
 * `request.internal.outcomes` for the request log.
 */
export const respondAs = <Item, Answer>({
  respond,
  answerError,
}: Pick<Trigger<string, unknown, Item, unknown, Answer>, "respond" | "answerError">): MiddlewareObj => ({
  after: (request) => {
    Object.assign(request.internal, { outcomes: request.response });
    request.response = respond(request.response);
  },
  ...(answerError && answerErrors(answerError)),
});
