import * as z from "zod";
import { faultNames, kinds } from "../faults/kinds.ts";
import { json } from "../http/message.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Local } from "./endpoints.ts";
import { functionNamed } from "./functionNamed.ts";
import { jsonBody } from "./jsonBody.ts";

const PATH = "/_local/faults";

/** `/_local/faults`: plans a fault for the next calls of a function, lists what is planned, and removes it. */
export const faultEndpoints = ({ project, faults }: Local): readonly Endpoint[] => {
  const planned = () => json(200, { planned: faults.list(), faults: texts });
  return [
    { method: "GET", path: PATH, answer: planned },
    {
      method: "POST",
      path: PATH,
      answer: (request) => {
        const { function: name, ...fault } = jsonBody(request, Fault);
        faults.add({ ...fault, function: functionNamed(project, name).id });
        return planned();
      },
    },
    {
      method: "DELETE",
      path: PATH,
      answer: () => {
        faults.clear();
        return planned();
      },
    },
  ];
};

const texts = Object.fromEntries(Object.entries(kinds).map(([name, { text }]) => [name, text]));

const Fault = z.strictObject({
  function: z.string(),
  fault: z.enum(faultNames),
  count: z.int().min(1).max(1_000_000).default(1),
  ms: z.int().min(0).max(900_000).optional(),
});
