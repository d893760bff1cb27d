import { join } from "node:path";
import { control, isControlPath } from "./control/control.ts";
import { endpointsOf } from "./control/endpoints.ts";
import { deleteExpired, expiringOf } from "./database/expiry.ts";
import { clientOf, startTables, tablesOf } from "./database/tables.ts";
import { type Background, deliverInBackground } from "./delivery/background.ts";
import { queueSettingsOf, UNKNOWN_QUEUE } from "./delivery/queueSettings.ts";
import { openQueues } from "./delivery/queues.ts";
import { faultsOver } from "./faults/faults.ts";
import { newLedger } from "./faults/ledger.ts";
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
import { schedulesOf, startFirings } from "./sources/firings.ts";
import { startUploads } from "./sources/uploads.ts";
import { openHome } from "./state/home.ts";
import { steps } from "./steps.ts";

const REGION = "eu-central-1";

/**
 * Starts the system that a template describes, in this process. `tell` gets a sentence for the person at the terminal. Throws a
 * `UserError` for what this person can correct, and then leaves nothing running.
 */
export const startSystem = async (options: Options, tell: (sentence: string) => void = console.error) => {
  const { onStop, stop, started } = steps();
  let isStopping = false;
  const stopAll = () => {
    isStopping = true;
    return stop();
  };
  try {
    return { ...(await start()), stop: stopAll };
  } catch (error) {
    await stopAll();
    throw error;
  }

  async function start() {
    // The template may refer to the URL of the API. So the server listens first, and answers when everything runs.
    const { promise: ready, resolve: onReady } = Promise.withResolvers<Handle>();
    const server = guardedServer(async (request, response) => (await ready)(request, response));
    const url = await listening(server, options.port);
    onStop(() => {
      server.close();
      server.closeAllConnections();
    });

    const project = readProject(options.template, { url, region: REGION }, options.parameters);
    const findings = findingsOf(project);
    if (options.strict) refuseIgnored(findings, project);

    const own = join(project.folder, ".tributary");
    const { folder, wasKilled, close } = await openHome(own, url, options);
    onStop(close);

    const builds = join(own, "build");
    removeStaleBuilds(builds);
    let onChange = (_: Change): void => {};
    const { promise: delivering, resolve: onDelivering } = Promise.withResolvers<Background>();
    const tables = options.memory ? undefined : join(folder, "tables");
    const [dynamoDb, bundles, s3] = await started(
      startTables({ tables: tablesOf(project), folder: tables, endpoint: options.endpoint, wasKilled, tell }),
      bundle({
        ...project,
        out: join(builds, String(process.pid)),
        onChange: options.watch ? (change) => onChange(change) : undefined,
      }),
      startUploads({
        project,
        folder: join(folder, "uploads"),
        port: options.port === 0 ? 0 : options.port + 1,
        region: REGION,
        background: delivering,
        tell,
      }),
    );

    const expiring = options.endpoint === undefined ? expiringOf(project) : [];
    onStop(deleteExpired(expiring, clientOf(dynamoDb.endpoint), tell));

    const endpoints = { url, dynamoDb: dynamoDb.endpoint, s3: s3.url };
    const shared = {
      ...endpoints,
      folder: project.folder,
      region: REGION,
      credentials: credentialsFor(options.endpoint),
    };
    const functions = runFunctions(project.functions, bundles, (settings) => environmentFor(settings, shared));
    onStop(functions.stop);
    onChange = reloader(functions, tell);

    const faults = faultsOver(newLedger(functions.call, Date.now), tell);
    const queues = queueSettingsOf(project);
    const services = {
      call: faults.call,
      queues: openQueues([...queues.keys()], join(folder, "queues")),
      queueOf: (arn: string) => queues.get(nameInArn(arn)) ?? UNKNOWN_QUEUE,
      s3: s3.url,
    };
    const background = deliverInBackground({
      functions: project.functions,
      services,
      folder: join(folder, "pending"),
      tell,
      isStopping: () => isStopping,
    });
    onDelivering(background);

    const schedules = schedulesOf(project, REGION);
    const state = join(folder, "schedules.json");
    const firings = await startFirings({ schedules: options.fires ? schedules : [], state, background, tell });
    onStop(firings.stop);

    const routes = routesOf(project);
    const api = gateway(routes, faults.call, tell);
    const buckets = s3.names;
    const local = {
      project,
      url,
      region: REGION,
      functions,
      services,
      background,
      faults,
      findings,
      schedules,
      buckets,
      putObject: s3.put,
    };
    const ours = control(endpointsOf({ ...local, nextOf: firings.nextOf }));
    onReady((request, response) => (isControlPath(targetOf(request).path) ? ours : api)(request, response));

    return {
      /** The URL of the HTTP API, and of the local system itself. */
      url,
      /** The URL of the local S3. */
      s3: s3.url,
      /** The folder of each bucket. A file that is dropped there is an upload. */
      buckets: buckets.map((name) => join(folder, "uploads", name)),
      project,
      routes,
      findings,
      codeOf: bundles.of,
      /** Calls a function once with an event, and returns its answer. Throws if the function fails. */
      invoke: async (functionId: string, event: unknown): Promise<unknown> => {
        const attempt = await faults.call(functionId, { payload: JSON.stringify(event) });
        if (attempt.status === "succeeded") return JSON.parse(attempt.payload);
        throw new Error(`${functionId} did not succeed: ${JSON.stringify(attempt)}`);
      },
    };
  }
};
