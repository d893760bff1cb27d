import { defineStreams } from "tributary";

export const streams = defineStreams({ uploads: { bySubject: true }, mails: {} });
