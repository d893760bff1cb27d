/** Where the local system pretends to be. */
export interface Place {
  /** The URL of the local system, without a slash at its end. */
  readonly url: string;
  readonly stackName: string;
  readonly region: string;
}

/** The account of the local system. AWS uses this number in its documentation. */
export const ACCOUNT = "123456789012";

/** The name of a resource, its ARN and its other attributes: what `!Ref` and `!GetAtt` give. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Named {
  readonly id: string;
  /** The name that the template chooses. If it chooses none, the name is the logical id. */
  readonly name: string;
}

/** Each kind of resource: the property that names it, and what refers to it. */
interface Kind {
  readonly nameProperty?: string;
  readonly identityOf: (named: Named, place: Place) => Identity;
}

const named = (ref: string, arn: string, more: Readonly<Record<string, string>> = {}): Identity => ({
  ref,
  attributes: { Arn: arn, ...more },
});

const arnOf = (service: string, resource: string, { region }: Pick<Place, "region">): string =>
  `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;

/** A logical id can be shorter than the 3 characters that the name of a table or a bucket has at least. */
const longEnough = (id: string, kind: string): string => (id.length < 3 ? `${id}-${kind}` : id);

const kinds: Readonly<Record<string, Kind>> = {
  "AWS::Serverless::Function": {
    nameProperty: "FunctionName",
    identityOf: ({ name }, place) => named(name, functionArn(name, place)),
  },
  "AWS::DynamoDB::Table": {
    nameProperty: "TableName",
    identityOf: ({ id, name: chosen }, place) => {
      const name = chosen === id ? longEnough(id, "table") : chosen;
      const arn = arnOf("dynamodb", `table/${name}`, place);
      return named(name, arn, { StreamArn: `${arn}/stream/2026-01-01T00:00:00.000` });
    },
  },
  "AWS::SQS::Queue": {
    nameProperty: "QueueName",
    identityOf: ({ name }, place) => {
      const url = queueUrl(name, place);
      return named(url, arnOf("sqs", name, place), { QueueName: name, QueueUrl: url });
    },
  },
  "AWS::SNS::Topic": {
    nameProperty: "TopicName",
    identityOf: ({ name }, place) => {
      const arn = arnOf("sns", name, place);
      return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
    },
  },
  "AWS::S3::Bucket": {
    nameProperty: "BucketName",
    identityOf: ({ id, name }) => {
      const bucket = name === id ? longEnough(id.toLowerCase(), "bucket") : name; // S3 allows no capitals
      return named(bucket, `arn:aws:s3:::${bucket}`, { DomainName: `${bucket}.s3.amazonaws.com` });
    },
  },
  "AWS::Kinesis::Stream": {
    nameProperty: "Name",
    identityOf: ({ name }, place) => named(name, arnOf("kinesis", `stream/${name}`, place)),
  },
  "AWS::Events::EventBus": {
    nameProperty: "Name",
    identityOf: ({ name }, place) => named(name, arnOf("events", `event-bus/${name}`, place), { Name: name }),
  },
  "AWS::Scheduler::ScheduleGroup": {
    nameProperty: "Name",
    identityOf: ({ name }, place) => named(name, arnOf("scheduler", `schedule-group/${name}`, place)),
  },
  "AWS::IAM::Role": {
    nameProperty: "RoleName",
    identityOf: ({ name }) => named(name, `arn:aws:iam::${ACCOUNT}:role/${name}`, { RoleId: name }),
  },
  "AWS::Logs::LogGroup": {
    nameProperty: "LogGroupName",
    identityOf: ({ name }, place) => named(name, arnOf("logs", `log-group:${name}:*`, place)),
  },
  "AWS::Serverless::HttpApi": {
    identityOf: ({ id }, { url }) => ({ ref: id, attributes: { ApiEndpoint: url, ApiId: id } }),
  },
};

const unnamed: Kind = { identityOf: ({ id }) => ({ ref: id, attributes: {} }) };

/** The names of a resource. An unknown kind has its logical id as `!Ref`, and no attributes. */
export const identityOf = (
  {
    id,
    type,
    properties,
  }: { readonly id: string; readonly type: string; readonly properties: Readonly<Record<string, unknown>> },
  place: Place,
): Identity => {
  const kind = kinds[type] ?? unnamed;
  const chosen = kind.nameProperty === undefined ? undefined : properties[kind.nameProperty];
  return kind.identityOf({ id, name: typeof chosen === "string" ? chosen : id }, place);
};

/** The ARN of a function of the local system. */
export const functionArn = (name: string, place: Pick<Place, "region">): string =>
  arnOf("lambda", `function:${name}`, place);

const queueUrl = (name: string, { url }: Pick<Place, "url">): string => `${url}/_local/queues/${name}`;

/** The name at the end of an ARN: of a queue, a topic or a function. */
export const nameInArn = (arn: string): string => arn.split(":").at(-1) ?? arn;
