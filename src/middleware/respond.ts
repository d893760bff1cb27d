import type { MiddlewareObj } from "@middy/core";
import type { Trigger } from "../schemas/kit/trigger.ts";
import { answerErrors } from "./answerErrors.ts";

/**
 * Answers Lambda as the trigger wants it; to an error too, where the trigger has an answer to it.
 * The outcomes that it answers from stay in `request.internal.outcomes`, for the request log.
 */
export const respondAs = <Event, Item, Rec, Answer>({
  respond,
  answerError,
}: Pick<Trigger<Event, Item, Rec, Answer>, "respond" | "answerError">): MiddlewareObj => ({
  after: (request) => {
    Object.assign(request.internal, { outcomes: request.response });
    request.response = respond(request.response);
  },
  ...(answerError && answerErrors(answerError)),
});
