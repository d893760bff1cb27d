/** The parts of the Lambda context that this project reads. */
export interface LambdaContext {
  readonly functionName: string;
  /** Ends with the version or alias, if the caller named one. */
  readonly invokedFunctionArn: string;
  /** The retries of an asynchronous event have the same id. */
  readonly awsRequestId: string;
  /** The client context that the caller passed to `Invoke`, parsed from JSON. */
  readonly clientContext?: unknown;
  readonly getRemainingTimeInMillis: () => number;
}

/** A Lambda function. The type of its event is unknown until the event is validated. */
export type LambdaHandler<Answer> = (event: unknown, context: LambdaContext) => Promise<Answer>;
