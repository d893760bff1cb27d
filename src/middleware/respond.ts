import type { MiddlewareObj } from "@middy/core";
import type { Trigger } from "../schemas/kit/trigger.ts";
import { answerErrors } from "./answerErrors.ts";
import { keepOutcomes } from "./outcomes.ts";

/**
 * Makes the answer of the trigger from the outcomes, or from an error if the trigger answers errors. It also keeps the outcomes
 * for the request log.
 */
export const respondAs = <Item, Answer>({
  respond,
  answerError,
}: Pick<Trigger<string, unknown, Item, unknown, Answer>, "respond" | "answerError">): MiddlewareObj => ({
  after: (request) => {
    keepOutcomes(request, request.response);
    request.response = respond(request.response);
  },
  ...(answerError && answerErrors(answerError)),
});
