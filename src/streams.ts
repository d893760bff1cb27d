import { defineStreams } from "./log/streams.ts";

/** The streams of this project's log: one for each trigger. */
export const streams = defineStreams({
  s3: { bySubject: true },
  http: { bySubject: true },
  schedule: {},
});
