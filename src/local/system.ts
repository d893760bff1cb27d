import { rmSync } from "node:fs";
import { join } from "node:path";
import { control, isControlPath } from "./control/control.ts";
import { endpointsOf } from "./control/endpoints.ts";
import { startTables, tablesOf } from "./database/tables.ts";
import { deliverInBackground } from "./delivery/background.ts";
import { queueSettingsOf, UNKNOWN_QUEUE } from "./delivery/queueSettings.ts";
import { openQueues } from "./delivery/queues.ts";
import { faultsOver } from "./faults/faults.ts";
import { bundle, type Change, removeStaleBuilds } from "./functions/bundle.ts";
import { credentialsFor, environmentFor } from "./functions/environment.ts";
import { runFunctions } from "./functions/functions.ts";
import { reloader } from "./functions/reloader.ts";
import { gateway } from "./http/gateway.ts";
import { targetOf } from "./http/requestEvent.ts";
import { guardedServer, type Handle } from "./http/server.ts";
import { listening } from "./listening.ts";
import type { Options } from "./options.ts";
import { findingsOf } from "./parity/findings.ts";
import { refuseIgnored } from "./parity/strict.ts";
import { nameInArn } from "./project/identity.ts";
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
    const findings = findingsOf(project);
    if (options.strict) refuseIgnored(findings, project);
    const home = join(project.folder, ".tributary");
    const folder = options.memory ? undefined : home;
    const lock = folder === undefined ? undefined : await lockFolder(folder, url);
    if (lock) onStop(lock.release);
    if (folder !== undefined && options.reset)
      for (const name of ["tables", "queues", "pending"]) rmSync(join(folder, name), { recursive: true, force: true });

    const builds = join(home, "build");
    removeStaleBuilds(builds);
    let onChange = (_: Change): void => {};
    const starting = [
      startTables({
        ...options,
        tables: tablesOf(project),
        folder: folder && join(folder, "tables"),
        wasKilled: lock?.wasKilled ?? false,
        tell,
      }),
      bundle({
        ...project,
        out: join(builds, String(process.pid)),
        onChange: options.watch ? (change) => onChange(change) : undefined,
      }),
    ] as const;
    for (const result of await Promise.allSettled(starting))
      if (result.status === "fulfilled") onStop(result.value.stop);
    const [dynamoDb, bundles] = await Promise.all(starting);
    const credentials = credentialsFor(options.endpoint);
    const functions = runFunctions(project.functions, bundles, (settings) =>
      environmentFor(settings, { url, dynamoDb: dynamoDb.endpoint, region: REGION, credentials }),
    );
    onChange = reloader(functions, tell);
    let isStopping = false;
    onStop(functions.stop);
    onStop(() => {
      isStopping = true;
    });

    const faults = faultsOver(functions.call, tell);
    const queues = queueSettingsOf(project);
    const services = {
      call: faults.call,
      queues: openQueues([...queues.keys()], folder && join(folder, "queues")),
      queueOf: (arn: string) => queues.get(nameInArn(arn)) ?? UNKNOWN_QUEUE,
    };
    const background = deliverInBackground({
      functions: project.functions,
      services,
      folder: folder && join(folder, "pending"),
      tell,
      isStopping: () => isStopping,
    });
    const routes = routesOf(project);
    const api = gateway(
      routes,
      async (id, payload) => {
        const attempt = await faults.call(id, { payload });
        if (attempt.status === "throttled") return undefined;
        return { payload: attempt.payload, isError: attempt.status === "failed" };
      },
      tell,
    );
    const own = control(endpointsOf({ project, url, functions, services, background, faults, findings }));
    onStarted((request, response) => (isControlPath(targetOf(request).path) ? own : api)(request, response));
    return {
      /** The URL of the HTTP API, and of the local system itself. */
      url,
      project,
      routes,
      findings,
      codeOf: bundles.of,
      /** Calls a function once with an event, and returns its answer. Throws if the function fails. */
      invoke: async (functionId: string, event: unknown): Promise<unknown> => {
        const attempt = await faults.call(functionId, { payload: JSON.stringify(event) });
        if (attempt.status !== "succeeded")
          throw new Error(`${functionId} did not succeed: ${JSON.stringify(attempt)}`);
        return JSON.parse(attempt.payload);
      },
    };
  }
};
