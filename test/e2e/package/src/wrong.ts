import { defineStreams, s3, schedule, tributary } from "tributary";

const { onEvent } = tributary(defineStreams({ uploads: {} }));

// @ts-expect-error: the stream is not declared
export const undeclared = onEvent(s3("upload"));

// @ts-expect-error: a firing has no bucket
export const mistaken = () => onEvent(s3("uploads"), ({ arn }) => arn);

// @ts-expect-error: the name is reserved
export const reserved = () => defineStreams({ rejected: {} });

// @ts-expect-error: a setting is misspelled
export const misspelled = () => defineStreams({ firings: { bySubjects: true } });

// @ts-expect-error: the name of the stream is not known at compile time, so the stream may not be declared
export const unknown = (name: string) => onEvent(schedule(name));
