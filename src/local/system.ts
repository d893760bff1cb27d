import { rmSync } from "node:fs";
import { join } from "node:path";
import { control, isControlPath } from "./control/control.ts";
import { endpointsOf } from "./control/endpoints.ts";
import { startTables, tablesOf } from "./database/tables.ts";
import { openQueues } from "./delivery/queues.ts";
import { bundle, removeStaleBuilds } from "./functions/bundle.ts";
import { credentialsFor, environmentFor } from "./functions/environment.ts";
import { runFunctions } from "./functions/functions.ts";
import { gateway } from "./http/gateway.ts";
import { targetOf } from "./http/requestEvent.ts";
import { guardedServer, type Handle } from "./http/server.ts";
import { listening } from "./listening.ts";
import type { Options } from "./options.ts";
import { readProject } from "./project/project.ts";
import { routesOf } from "./project/routes.ts";
import { lockFolder } from "./state/lock.ts";
import { steps } from "./steps.ts";

const REGION = "eu-central-1";

/** Starts the system that a template describes, in this process. Throws a `UserError` for what the user can correct, and then leaves nothing running. */
export const startSystem = async ({
  tell = console.error,
  ...options
}: Options & { readonly tell?: (sentence: string) => void }) => {
  const { onStop, stop } = steps();
  try {
    return { ...(await start()), stop };
  } catch (error) {
    await stop();
    throw error;
  }

  async function start() {
    // The template may refer to the URL of the API. So the server listens first, and answers when everything runs.
    const { promise: started, resolve: onStarted } = Promise.withResolvers<Handle>();
    const server = guardedServer(async (request, response) => (await started)(request, response));
    const url = await listening(server, options.port);
    onStop(() => server.close());
    onStop(() => server.closeAllConnections());

    const project = readProject(options.template, { url, region: REGION });
    const home = join(project.folder, ".tributary");
    const folder = options.memory ? undefined : home;
    const lock = folder === undefined ? undefined : await lockFolder(folder, url);
    if (lock) onStop(lock.release);
    if (folder !== undefined && options.reset)
      for (const name of ["tables", "queues", "pending"]) rmSync(join(folder, name), { recursive: true, force: true });

    const builds = join(home, "build");
    removeStaleBuilds(builds);
    const starting = [
      startTables({
        ...options,
        tables: tablesOf(project),
        folder: folder && join(folder, "tables"),
        wasKilled: lock?.wasKilled ?? false,
        tell,
      }),
      bundle({ ...project, out: join(builds, String(process.pid)) }),
    ] as const;
    for (const result of await Promise.allSettled(starting))
      if (result.status === "fulfilled") onStop(result.value.stop);
    const [dynamoDb, bundles] = await Promise.all(starting);
    const queues = openQueues(
      project.resources
        .filter(({ type }) => type === "AWS::SQS::Queue")
        .map(({ attributes }) => attributes["QueueName"] ?? ""),
      folder && join(folder, "queues"),
    );
    const credentials = credentialsFor(options.endpoint);
    const functions = runFunctions(project.functions, bundles, (settings) =>
      environmentFor(settings, { url, dynamoDb: dynamoDb.endpoint, region: REGION, credentials }),
    );
    onStop(functions.stop);

    const routes = routesOf(project);
    const api = gateway(
      routes,
      async (id, payload) => {
        const attempt = await functions.call(id, { payload });
        return attempt.status === "throttled"
          ? undefined
          : { payload: attempt.payload, isError: attempt.status === "failed" };
      },
      tell,
    );
    const own = control(endpointsOf({ project, url, functions, queues }));
    onStarted((request, response) => (isControlPath(targetOf(request).path) ? own : api)(request, response));
    return {
      /** The URL of the HTTP API, and of the local system itself. */
      url,
      project,
      routes,
      codeOf: bundles.of,
      /** Calls a function once with an event, and returns its answer. Throws if the function fails. */
      invoke: async (functionId: string, event: unknown): Promise<unknown> => {
        const attempt = await functions.call(functionId, { payload: JSON.stringify(event) });
        if (attempt.status !== "succeeded")
          throw new Error(`${functionId} did not succeed: ${JSON.stringify(attempt)}`);
        return JSON.parse(attempt.payload);
      },
    };
  }
};
