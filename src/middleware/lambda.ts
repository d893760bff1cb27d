/** What this project reads of the context that Lambda gives a function. */
export interface LambdaContext {
  readonly functionName: string;
  /** With its version or alias, if the caller named one. */
  readonly invokedFunctionArn: string;
  /** Of an asynchronous event, Lambda's retries have the same. */
  readonly awsRequestId: string;
  readonly getRemainingTimeInMillis: () => number;
}

/** A Lambda function: what it is given is unknown until it is validated. */
export type LambdaHandler<Answer> = (event: unknown, context: LambdaContext) => Promise<Answer>;
