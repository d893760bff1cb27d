import { defineStreams } from "tributary";

/** The streams of the log: one for each trigger. */
export const streams = defineStreams({
  orders: {},
  inventory: { bySubject: true }, // the history of one item is read often
  notices: {},
  images: { bySubject: true },
});
