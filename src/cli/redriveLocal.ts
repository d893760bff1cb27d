import * as z from "zod";
import { Redriven } from "../redrive/redriven.ts";
import { connect } from "./api/connect.ts";
import { notALog, refused, unreachable } from "./api/problems.ts";
import type { Context } from "./context.ts";
import { wrongUsage } from "./failure.ts";

/** Where the failed events are: by default, in every queue of the local stack that has messages. */
interface Asked {
  readonly url: string | undefined;
  /** The name of a queue or of a bucket of the template. */
  readonly queue: string | undefined;
  readonly bucket: string | undefined;
}

const Description = z.object({ queues: z.array(z.object({ name: z.string(), messages: z.number() })) });
const Answer = z.object({ redriven: z.array(Redriven) });

/** A function that redrives what is in the local stack, or says with `dry` what it would do, as often as it is called. Throws a Failure. */
export const redriveLocal = async (
  context: Context,
  { url, queue, bucket }: Asked,
): Promise<(dry: boolean) => AsyncGenerator<Redriven>> => {
  const api = await connect(context, url === undefined ? {} : { url });
  if (!api.isLocal)
    throw wrongUsage(
      `${api.url} is no local stack: name the failure queue of a deployed one with --stack, --queue or --bucket`,
    );
  const ask = async <T>(method: string, path: string, schema: z.ZodType<T>): Promise<T> => {
    const asked = { method, path, url: api.url, isLocal: true };
    const response = await context.fetch(`${api.url}${path}`, { method, signal: context.signal }).catch((thrown) => {
      throw context.signal.aborted ? context.signal.reason : unreachable(asked, thrown);
    });
    if (!response.ok) throw refused(asked, response.status, await response.text());
    const answer = schema.safeParse(await response.json().catch(() => undefined));
    if (!answer.success) throw notALog(asked);
    return answer.data;
  };
  const places = async (): Promise<readonly string[]> => {
    if (queue !== undefined) return [`queues/${encodeURIComponent(queue)}`];
    if (bucket !== undefined) return [`buckets/${encodeURIComponent(bucket)}`];
    const { queues } = await ask("GET", "/_local", Description);
    return queues.filter(({ messages }) => messages > 0).map(({ name }) => `queues/${encodeURIComponent(name)}`);
  };
  return async function* (dry) {
    for (const place of await places())
      yield* (await ask("POST", `/_local/${place}/redrive${dry ? "?dry" : ""}`, Answer)).redriven;
  };
};
