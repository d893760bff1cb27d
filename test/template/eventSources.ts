import * as z from "zod";

/**
 * What is wrong with the queues and streams that invoke functions in a parsed template, in words. Without these settings, records are
 * lost or block a stream.
 */
export const eventSourceFaults = (template: unknown): readonly string[] => {
  const { Globals, Resources } = Template.parse(template);
  return Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
    if (Type !== "AWS::Serverless::Function") return [];
    const { Timeout, Events } = LambdaFunction.parse({ ...Globals.Function, ...Properties });
    return Object.entries(Events).flatMap(([name, { Type, Properties }]) => {
      const source = Source.parse(Properties);
      const faults =
        Type === "SQS"
          ? [...answerFaults(source), ...queueFaults(Resources, source, Timeout)]
          : ["Kinesis", "DynamoDB"].includes(Type)
            ? [...answerFaults(source), ...streamFaults(source)]
            : [];
      return faults.map((fault) => `${id}, event ${name} (${Type}): ${fault}`);
    });
  });
};

const Properties = z.record(z.string(), z.unknown()).default({});
const Resources = z.record(z.string(), z.looseObject({ Type: z.string(), Properties }));
const Template = z.looseObject({
  Globals: z.looseObject({ Function: Properties }).default({ Function: {} }),
  Resources,
});

const LambdaFunction = z.looseObject({
  Timeout: z.number().default(3),
  Events: z.record(z.string(), z.looseObject({ Type: z.string(), Properties })).default({}),
});

const Source = z.looseObject({
  FunctionResponseTypes: z.array(z.string()).default([]),
  Queue: z.unknown().optional(),
  StartingPosition: z.string().optional(),
  MaximumRetryAttempts: z.number().default(-1),
  BisectBatchOnFunctionError: z.boolean().default(false),
  TumblingWindowInSeconds: z.number().default(0),
  DestinationConfig: z
    .looseObject({
      OnFailure: z.looseObject({ Type: z.string().optional(), Destination: z.unknown().optional() }).optional(),
    })
    .optional(),
});

const Queue = z.looseObject({
  FifoQueue: z.boolean().default(false),
  VisibilityTimeout: z.number().default(30),
  MessageRetentionPeriod: z.number().default(345_600),
  RedrivePolicy: z.looseObject({ deadLetterTargetArn: z.unknown().optional(), maxReceiveCount: z.number() }).optional(),
});

const answerFaults = ({ FunctionResponseTypes }: z.infer<typeof Source>): readonly string[] =>
  FunctionResponseTypes.includes("ReportBatchItemFailures")
    ? []
    : ["FunctionResponseTypes needs ReportBatchItemFailures. Without it, Lambda takes every answer for success"];

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const queueFaults = (
  resources: z.infer<typeof Resources>,
  source: z.infer<typeof Source>,
  timeout: number,
): readonly string[] => {
  const queue = queueAt(resources, source.Queue);
  if (queue === undefined) return []; // another template has the queue
  const { FifoQueue, VisibilityTimeout, MessageRetentionPeriod, RedrivePolicy } = queue;
  const dead = queueAt(resources, RedrivePolicy?.deadLetterTargetArn);
  return [
    VisibilityTimeout < 6 * timeout &&
      `VisibilityTimeout of the queue is ${VisibilityTimeout}. It must be at least six times the Timeout of the function, ${6 * timeout}`,
    RedrivePolicy === undefined &&
      "the queue needs a RedrivePolicy. Without it, a message that always fails is tried until it expires",
    RedrivePolicy !== undefined &&
      RedrivePolicy.maxReceiveCount < 5 &&
      "maxReceiveCount must be at least 5, because throttling counts as a receive too",
    dead !== undefined &&
      dead.FifoQueue !== FifoQueue &&
      "the dead-letter queue of a FIFO queue must be a FIFO queue, and that of a standard queue a standard one",
    dead !== undefined &&
      dead.MessageRetentionPeriod <= MessageRetentionPeriod &&
      "the dead-letter queue must keep messages longer than the queue: set its MessageRetentionPeriod to 1209600",
  ].filter((fault) => fault !== false);
};

const queueAt = (resources: z.infer<typeof Resources>, arn: unknown) => {
  const id = z
    .object({ GetAtt: z.string() })
    .safeParse(arn)
    .data?.GetAtt.replace(/\.Arn$/, "");
  const found = id === undefined ? undefined : resources[id];
  return found && Queue.parse(found.Properties);
};

/** https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html */
const streamFaults = (source: z.infer<typeof Source>): readonly string[] => {
  const { OnFailure } = source.DestinationConfig ?? {};
  return [
    (OnFailure?.Type !== "S3" || OnFailure.Destination === undefined) &&
      "DestinationConfig needs OnFailure with Type: S3 and a bucket. A queue or a topic gets no records, but only their places in the stream",
    source.MaximumRetryAttempts < 0 &&
      "set MaximumRetryAttempts. Without it, a record that always fails blocks its shard until it expires, and then it is lost",
    !source.BisectBatchOnFunctionError &&
      "set BisectBatchOnFunctionError. Without it, Lambda gives up a whole batch after its last retry",
    source.StartingPosition === "LATEST" &&
      "StartingPosition: LATEST misses what arrives while the event source is created or changed. Use TRIM_HORIZON",
    source.TumblingWindowInSeconds > 0 &&
      "remove TumblingWindowInSeconds, because the functions keep no state of a window",
  ].filter((fault) => fault !== false);
};
