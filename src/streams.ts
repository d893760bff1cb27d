import { defineStreams } from "./log/streams.ts";

/** The streams of this project's log: one for each trigger. */
export const streams = defineStreams({
  s3: {
    bySubject: true,
    sequenced: [
      "com.amazonaws.s3.ObjectCreated:",
      "com.amazonaws.s3.ObjectRemoved:",
      "com.amazonaws.s3.LifecycleExpiration:",
    ],
  },
  http: { bySubject: true },
  schedule: {},
});
