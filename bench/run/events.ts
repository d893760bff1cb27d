/** The kinds of events that the contestants handle. */
export type Kind = (typeof KINDS)[number];
export const KINDS = ["s3", "http", "schedule", "logs"] as const;

/**
 * The `n`th event of a kind, made of an event of the folder events/, with an identity of its own. It happens now, so that its entry is
 * not late. An event of uploads may have several records.
 */
export const eventOf = (kind: Kind, sample: unknown, n: number, records = 1): unknown =>
  makers[kind](sample, n, records);

const makers: Record<Kind, (sample: unknown, n: number, records: number) => unknown> = {
  s3: (sample, n, records) => {
    const [record] = Object(sample).Records;
    const upload = (i: number) => ({
      ...record,
      eventTime: new Date().toISOString(),
      s3: { ...record.s3, object: { ...record.s3.object, key: `photos/2026/IMG+${i}.jpg`, sequencer: hex(i) } },
    });
    return { Records: Array.from({ length: records }, (_, i) => upload(n * records + i)) };
  },
  http: (sample, n) => ({
    ...Object(sample),
    requestContext: { ...Object(sample).requestContext, requestId: `request-${n}`, timeEpoch: Date.now() },
  }),
  schedule: (sample, n) => ({
    ...Object(sample),
    time: `${new Date(Date.now() + n * 1000).toISOString().slice(0, 19)}Z`,
  }),
  logs: (sample) => ({
    ...Object(sample),
    rawQueryString: "stream=s3&limit=50",
    queryStringParameters: { stream: "s3", limit: "50" },
  }),
};

const hex = (n: number) => n.toString(16).toUpperCase().padStart(18, "0");
