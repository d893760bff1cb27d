import type { HttpAnswer } from "../http/answer.ts";
import { contextOf } from "../local/context.ts";
import { fixture } from "../local/fixture.ts";
import { dynamoReader } from "../log/reader.ts";
import { dynamoStore } from "../log/store.ts";
import type { Table } from "../log/table.ts";
import { reading, writing } from "../middleware/stack.ts";
import { http } from "../schemas/http.ts";
import { s3 } from "../schemas/s3.ts";
import { schedule } from "../schemas/schedule.ts";
import { streams } from "../streams.ts";
import { type Call, calls, deliveries } from "./calls.ts";

/** A call and its answer. */
export interface Answered extends Call {
  readonly answer: HttpAnswer;
}

const NOW = Date.parse("2026-03-01T12:00:00Z"); // later than every fixture. A fixed time makes the answers the same each time

/** Makes the calls, one after the other, to the project's functions. They use this table, which must be empty. */
export const answers = async (table: Table): Promise<readonly Answered[]> => {
  const functions = functionsOver(table);
  const broken = functionsOver({ ...table, name: `${table.name}-is-not-there` });
  for (const [name, event] of deliveries) await functions[name](fixture(event), contextOf(name));

  const answered: Answered[] = [];
  for (const call of calls) {
    const { http, logs } = call.status === 503 ? broken : functions;
    const answer = await (call.route.startsWith("POST") ? http : logs)(call.event, contextOf("openapi"));
    if (answer.statusCode !== call.status)
      throw new Error(
        `The example ${call.name} of ${call.route} expects ${call.status}, but the answer was ${answer.statusCode}: ${answer.body}`,
      );
    answered.push({ ...call, answer });
  }
  return answered;
};

const functionsOver = (table: Table) => {
  const clock = () => NOW;
  const store = dynamoStore(table);
  const print = () => {};
  const { onEvent } = writing(streams, { store, clock, print });
  return {
    s3: onEvent(s3("s3")),
    schedule: onEvent(schedule("schedule")),
    http: onEvent(http("http")),
    logs: reading(streams, { reader: dynamoReader(table, clock), clock, print }),
  };
};
