import {
  GetFunctionEventInvokeConfigCommand,
  type LambdaClient,
  paginateListEventSourceMappings,
  ResourceNotFoundException,
} from "@aws-sdk/client-lambda";

/** The ARN of the destination for failed asynchronous events of a function, or of the version or alias that the ARN names. */
export const asynchronousDestination = async (
  lambda: LambdaClient,
  functionArn: string,
): Promise<string | undefined> => {
  const Qualifier = functionArn.split(":")[7] ?? "$LATEST";
  try {
    const { DestinationConfig } = await lambda.send(
      new GetFunctionEventInvokeConfigCommand({ FunctionName: functionArn, Qualifier }),
    );
    return DestinationConfig?.OnFailure?.Destination;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
};

/** The ARNs of the destinations for failed batches of the event sources of a function. */
export const eventSourceDestinations = async (
  client: LambdaClient,
  functionArn: string,
): Promise<readonly string[]> => {
  const destinations: string[] = [];
  for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings(
    { client },
    { FunctionName: functionArn },
  ))
    for (const { DestinationConfig } of EventSourceMappings)
      if (DestinationConfig?.OnFailure?.Destination !== undefined)
        destinations.push(DestinationConfig.OnFailure.Destination);
  return destinations;
};
