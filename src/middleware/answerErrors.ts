import type { MiddlewareObj } from "@middy/core";

/** Makes an answer from an error, so that the error is not thrown to Lambda. */
export const answerErrors = (answerTo: (error: unknown) => unknown): MiddlewareObj => ({
  onError: (request) => {
    request.response = answerTo(request.error);
  },
});
