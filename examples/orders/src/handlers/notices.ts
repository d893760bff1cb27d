import { sns } from "tributary";
import * as z from "zod";
import { onEvent } from "../onEvent.ts";

const Notice = z.object({ kind: z.enum(["delay", "recall"]), text: z.string() });

export const handler = onEvent(sns("notices", { message: Notice }));
