/** What this project reads of the context that Lambda gives a function. */
export interface LambdaContext {
  readonly functionName: string;
  /** With its version or alias, if the caller named one. */
  readonly invokedFunctionArn: string;
  /** When Lambda tries an asynchronous event again, it keeps the id. */
  readonly awsRequestId: string;
  /** What the caller passed to `Invoke` beside the event, parsed from JSON. */
  readonly clientContext?: unknown;
  readonly getRemainingTimeInMillis: () => number;
}

/** A Lambda function: what it is given is unknown until it is validated. */
export type LambdaHandler<Answer> = (event: unknown, context: LambdaContext) => Promise<Answer>;
