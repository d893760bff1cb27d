import * as z from "zod";
import type { Background } from "../delivery/background.ts";
import { parseProperties } from "../project/parseProperties.ts";
import type { Project } from "../project/project.ts";
import { decodedKey } from "../s3/notification/decodedKey.ts";
import { matches, type Wanted } from "../s3/notification/matches.ts";
import { startS3 } from "../s3/startS3.ts";

interface Options {
  readonly project: Project;
  /** The folder of all buckets. */
  readonly folder: string;
  /** 0 chooses a free port. */
  readonly port: number;
  readonly region: string;
  /** Resolves when events can be delivered. */
  readonly background: Promise<Background>;
  readonly tell: (sentence: string) => void;
}

/** Starts a local S3 with the buckets of the template. A change of an object invokes the functions that the template connects with it. */
export const startUploads = async ({ project, folder, port, region, background, tell }: Options) => {
  const connections = connectionsOf(project);
  const buckets = bucketsOf(project);
  const s3 = await startS3({
    folder,
    buckets,
    port,
    region,
    say: tell,
    notify: async (bucket, record) => {
      const { accept } = await background;
      for (const { functionId, wanted } of connections.filter((one) => one.bucket === bucket))
        if (matches(wanted, record.eventName, decodedKey(record.s3.object.key)))
          accept(functionId, { payload: JSON.stringify({ Records: [record] }) });
    },
  });
  return { ...s3, names: buckets.map(({ name }) => name) };
};

const bucketsOf = ({ resources }: Pick<Project, "resources">) =>
  resources
    .filter(({ type }) => type === "AWS::S3::Bucket")
    .map(({ ref, properties }) => ({
      name: ref,
      isVersioned: Bucket.safeParse(properties).data?.VersioningConfiguration.Status === "Enabled",
    }));

interface Connection {
  readonly functionId: string;
  readonly bucket: string;
  readonly wanted: Wanted;
}

const connectionsOf = ({ functions }: Pick<Project, "functions">): readonly Connection[] =>
  functions.flatMap(({ id, events }) =>
    events
      .filter(({ type }) => type === "S3")
      .map((event) => {
        const where = `${id}.Events.${event.id}`;
        const { Bucket: bucket, Events, Filter } = parseProperties(Event, event.properties, where);
        const rules = Filter?.S3Key.Rules.map(({ Name, Value }) => ({ name: Name, value: Value })) ?? [];
        return { functionId: id, bucket, wanted: { events: [Events].flat(), rules } };
      }),
  );

const Bucket = z.object({ VersioningConfiguration: z.object({ Status: z.string() }) });
const Event = z.object({
  Bucket: z.string(),
  Events: z.union([z.string(), z.array(z.string())]),
  Filter: z
    .object({ S3Key: z.object({ Rules: z.array(z.object({ Name: z.string(), Value: z.string() })) }) })
    .optional(),
});
