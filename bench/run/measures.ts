import { cold } from "../measure/cold.ts";
import { memory } from "../measure/memory.ts";
import { reads } from "../measure/reads.ts";
import { sizes } from "../measure/sizes.ts";
import { throughput } from "../measure/throughput.ts";
import { warm } from "../measure/warm.ts";
import { writeUnits } from "../measure/writeUnits.ts";
import { onPage } from "./onPage.ts";

/** All measurements, in the order in which they are made and shown. */
export const measures = [
  onPage(cold),
  onPage(warm),
  onPage(throughput),
  onPage(memory),
  onPage(sizes),
  onPage(writeUnits),
  onPage(reads),
] as const;
