import type { MiddlewareObj } from "@middy/core";

/** Answers an error, where it would otherwise be thrown to Lambda. */
export const answerErrors = (answerTo: (error: unknown) => unknown): MiddlewareObj => ({
  onError: (request) => {
    request.response = answerTo(request.error);
  },
});
