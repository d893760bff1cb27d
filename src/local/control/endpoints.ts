import type { IncomingMessage } from "node:http";
import type { Background } from "../delivery/background.ts";
import type { Services } from "../delivery/services.ts";
import type { Faults } from "../faults/faults.ts";
import type { Functions } from "../functions/functions.ts";
import type { Finding } from "../parity/findings.ts";
import type { Project } from "../project/project.ts";
import type { FunctionSchedule } from "../sources/firings.ts";
import { consoleFiles } from "./consoleFiles.ts";
import { deliverEvent } from "./deliverEvent.ts";
import { description } from "./description.ts";
import type { Endpoint, Receiver } from "./endpoint.ts";
import { faultEndpoints } from "./faultEndpoints.ts";
import { fireSchedule } from "./fireSchedule.ts";
import { invokeApi } from "./invokeApi.ts";
import { lambdaSettings } from "./lambdaSettings.ts";
import { missingService } from "./missingService.ts";
import { parityReport } from "./parityReport.ts";
import { putObject } from "./putObject.ts";
import { queueEndpoints } from "./queueEndpoints.ts";

/** What the endpoints of the local system show and change. */
export interface Local {
  readonly project: Project;
  readonly url: string;
  readonly region: string;
  readonly functions: Functions;
  readonly services: Services;
  readonly background: Background;
  readonly faults: Faults;
  readonly schedules: readonly FunctionSchedule[];
  readonly nextOf: (scheduleArn: string) => Date | undefined;
  readonly buckets: readonly string[];
  /** Puts the body of a request into a bucket, as an S3 client does. Throws an S3Error. */
  readonly putObject: (request: IncomingMessage, bucket: string, key: string) => Promise<void>;
  readonly findings: readonly Finding[];
}

/** The endpoints of the local system itself. */
export const endpointsOf = (local: Local): readonly (Endpoint | Receiver)[] => [
  description(local),
  ...consoleFiles(local),
  parityReport(local),
  deliverEvent(local),
  fireSchedule(local),
  putObject(local),
  ...faultEndpoints(local),
  ...queueEndpoints(local),
  invokeApi(local),
  ...lambdaSettings(local),
  ...missingService,
];
