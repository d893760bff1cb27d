import { type Built, buildFunction, OURS, type Source } from "./build.ts";
import type { Kind } from "./events.ts";

/** The functions that handle each kind of event. The bare function is the first: the others are divided by it. */
export type Contestants = Readonly<Record<Kind, readonly Built[]>>;

/** Bundles the functions of all contestants. */
export const buildContestants = async (): Promise<Contestants> => ({
  s3: await buildEach(writersOf("s3")),
  http: await buildEach(writersOf("http")),
  schedule: await buildEach(writersOf("schedule")),
  logs: await buildEach([
    { contestant: "bare", from: "bench/peers/bareRead.ts", name: "logs" },
    { contestant: OURS, from: "src/handlers/logs.ts", name: "handler" },
    { contestant: "powertools", from: "bench/peers/powertoolsRead.ts", name: "logs" },
  ]),
});

/** The functions that write this kind of event. */
const writersOf = (kind: Kind): readonly Source[] => [
  { contestant: "bare", from: "bench/peers/bare.ts", name: kind },
  { contestant: OURS, from: `src/handlers/${kind}.ts`, name: "handler" },
  { contestant: "powertools", from: "bench/peers/powertools.ts", name: kind },
  { contestant: "middy", from: "bench/peers/middy.ts", name: kind },
];

const buildEach = (sources: readonly Source[]) => Promise.all(sources.map(buildFunction));
