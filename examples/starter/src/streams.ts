import { defineStreams } from "tributary";

/** The streams of the log: one for each trigger. */
export const streams = defineStreams({
  uploads: { bySubject: true }, // the history of one object is read often
  http: { bySubject: true },
  schedule: {},
});
