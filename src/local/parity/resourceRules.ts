import { all, approximated, harmless, honored, ignored, type Rules } from "./rule.ts";

const permissions = approximated("a function may call everything, and every caller may call every route");
const noMetrics = ignored("nothing counts metrics here");
const events = "its events come only by POST /_local/events/<Function>";
const text = harmless("it describes, and does nothing");

/** The rules of each type of resource. */
export const resourceRules: Readonly<Record<string, Rules>> = {
  "AWS::Serverless::Function": {
    ...all(honored, "Handler", "CodeUri", "FunctionName", "Environment.Variables", "Timeout", "Events"),
    ...all(honored, "ReservedConcurrentExecutions", "EventInvokeConfig.MaximumEventAgeInSeconds"),
    ...all(honored, "EventInvokeConfig.DestinationConfig.OnFailure"),
    "EventInvokeConfig.MaximumRetryAttempts": approximated("the pauses are 1 and 2 seconds, and not 1 and 2 minutes"),
    Runtime: approximated(`the functions run on this Node, ${process.version}`),
    MemorySize: approximated("it limits the JavaScript heap of the function"),
    Architectures: approximated("the functions run on this machine's processor"),
    LoggingConfig: approximated("what the functions write goes to the terminal"),
    ...all(permissions, "Role", "Policies", "PermissionsBoundary"),
    ...all(text, "Description", "Tags"),
  },
  "AWS::Serverless::HttpApi": {
    ...all(permissions, "Auth", "Name"),
    DefaultRouteSettings: ignored("no request is throttled"),
    AccessLogSettings: ignored("there is no access log"),
    CorsConfiguration: ignored("pages of other origins are refused"),
    ...all(text, "Description", "Tags", "FailOnWarnings"),
  },
  "AWS::DynamoDB::Table": {
    ...all(
      honored,
      "TableName",
      "AttributeDefinitions",
      "KeySchema",
      "GlobalSecondaryIndexes",
      "LocalSecondaryIndexes",
    ),
    ...all(approximated("the capacity has no limit"), "BillingMode", "ProvisionedThroughput", "OnDemandThroughput"),
    TimeToLiveSpecification: approximated("expired items are deleted at the start and every ten minutes"),
    StreamSpecification: ignored(`the table has no stream: ${events}`),
    PointInTimeRecoverySpecification: ignored("there is no backup"),
    SSESpecification: ignored("the files are not encrypted"),
    ...all(text, "Tags", "DeletionProtectionEnabled"),
  },
  "AWS::SQS::Queue": {
    ...all(honored, "QueueName", "RedrivePolicy"),
    FifoQueue: approximated(events),
    VisibilityTimeout: approximated("a failed batch is delivered again after a second"),
    MessageRetentionPeriod: ignored("a message stays until it is redriven or deleted"),
    ...all(ignored("the files are not encrypted"), "SqsManagedSseEnabled", "KmsMasterKeyId"),
    ...all(text, "Tags"),
  },
  "AWS::S3::Bucket": {
    BucketName: honored,
    VersioningConfiguration: approximated("only the newest version is kept"),
    LifecycleConfiguration: ignored("no object expires"),
    BucketEncryption: ignored("the files are not encrypted"),
    ...all(permissions, "OwnershipControls", "PublicAccessBlockConfiguration"),
    ...all(text, "Tags"),
  },
  "AWS::SNS::Topic": { TopicName: honored, "*": approximated(events) },
  "AWS::SNS::Subscription": { "*": ignored(`nothing is published here: ${events}`) },
  "AWS::Kinesis::Stream": { Name: honored, "*": approximated(events) },
  "AWS::Events::EventBus": { Name: honored, "*": approximated(events) },
  "AWS::IAM::Role": { "*": permissions },
  "AWS::IAM::Policy": { "*": permissions },
  "AWS::IAM::ManagedPolicy": { "*": permissions },
  "AWS::S3::BucketPolicy": { "*": permissions },
  "AWS::SQS::QueuePolicy": { "*": permissions },
  "AWS::SNS::TopicPolicy": { "*": permissions },
  "AWS::Lambda::Permission": { "*": permissions },
  "AWS::Logs::LogGroup": { "*": approximated("what the functions write goes to the terminal") },
  "AWS::CloudWatch::Alarm": { "*": noMetrics },
  "AWS::CloudWatch::CompositeAlarm": { "*": noMetrics },
  "AWS::CloudWatch::Dashboard": { "*": noMetrics },
  "AWS::Scheduler::ScheduleGroup": { "*": approximated("its schedules run, and nothing counts their failures") },
};

/** The rules of the attributes that every resource may have beside its properties. */
export const attributeRules: Rules = {
  ...all(honored, "Condition", "Metadata.BuildMethod", "Metadata.BuildProperties"),
  "Metadata.BuildProperties.Minify": approximated("the bundle is not made smaller"),
  "Metadata.BuildProperties.Sourcemap": approximated("stack traces always name the source"),
  DependsOn: approximated("everything starts before the first event"),
  ...all(approximated("only --reset deletes data"), "DeletionPolicy", "UpdateReplacePolicy"),
  Metadata: harmless("it is for other tools"),
};
