import type { Queues } from "../delivery/queues.ts";
import type { Functions } from "../functions/functions.ts";
import type { Project } from "../project/project.ts";
import { description } from "./description.ts";
import type { Endpoint } from "./endpoint.ts";
import { missingService } from "./missingService.ts";

/** What the endpoints of the local system show and change. */
export interface Local {
  readonly project: Project;
  readonly url: string;
  readonly functions: Functions;
  readonly queues: Queues;
}

/** The endpoints of the local system itself. */
export const endpointsOf = (local: Local): readonly Endpoint[] => [description(local), ...missingService];
