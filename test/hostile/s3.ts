import { handler } from "../../src/handlers/s3.ts";
import { reporting } from "../world.ts";

/** The function of S3, as it is deployed, for events that do not come from a queue. */
export const s3 = reporting(handler);
