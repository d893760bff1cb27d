import * as z from "zod";
import { errorText } from "../../log/errorText.ts";
import type { Background } from "../delivery/background.ts";
import { Flag } from "../project/flag.ts";
import type { FunctionEvent } from "../project/functions.ts";
import { ACCOUNT } from "../project/identity.ts";
import { parseProperties } from "../project/parseProperties.ts";
import type { Project } from "../project/project.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { scheduledInput } from "../schedules/scheduledInput.ts";
import { startSchedules } from "../schedules/startSchedules.ts";
import { UserError } from "../userError.ts";

/** A schedule, and the function that it invokes. */
export interface FunctionSchedule extends Schedule {
  readonly functionId: string;
}

interface Options {
  readonly schedules: readonly FunctionSchedule[];
  /** The file that keeps when each rate began. */
  readonly state: string;
  readonly background: Background;
  readonly tell: (sentence: string) => void;
}

/** Fires the schedules when they are due. Throws a `UserError` that names a schedule that cannot be read. */
export const startFirings = async ({ schedules, state, background, tell }: Options) => {
  const functionIds = new Map(schedules.map(({ arn, functionId }) => [arn, functionId]));
  try {
    return await startSchedules({
      schedules,
      state,
      now: Date.now,
      setTimer: (then, ms) => {
        const timer = setTimeout(then, ms);
        return () => clearTimeout(timer);
      },
      fire: (schedule, due) => {
        const payload = JSON.stringify(scheduledInput(schedule, due));
        background.accept(functionIds.get(schedule.arn) ?? "", { payload });
      },
      say: tell,
    });
  } catch (error) {
    throw new UserError(errorText(error), error);
  }
};

/** The schedules that the functions declare as events. */
export const schedulesOf = ({ functions }: Pick<Project, "functions">, region: string): readonly FunctionSchedule[] =>
  functions.flatMap(({ id, events }) =>
    events.flatMap((event) => {
      const schedule = kinds[event.type]?.(event, { functionId: id, region });
      return schedule === undefined ? [] : [{ ...schedule, functionId: id }];
    }),
  );

interface SchedulePlace {
  readonly functionId: string;
  readonly region: string;
}

const kinds: Readonly<Record<string, (event: FunctionEvent, place: SchedulePlace) => Schedule>> = {
  ScheduleV2: ({ id, properties }, { functionId, region }) => {
    const given = parseProperties(ScheduleV2, properties, `${functionId}.Events.${id}`);
    const name = given.Name ?? `${functionId}${id}`;
    return {
      name,
      arn: `arn:aws:scheduler:${region}:${ACCOUNT}:schedule/${given.GroupName ?? "default"}/${name}`,
      kind: "scheduler",
      expression: given.ScheduleExpression,
      isEnabled: given.State !== "DISABLED",
      ...(given.ScheduleExpressionTimezone !== undefined && { timeZone: given.ScheduleExpressionTimezone }),
      ...(given.StartDate !== undefined && { start: given.StartDate }),
      ...(given.EndDate !== undefined && { end: given.EndDate }),
      ...(given.Input !== undefined && { input: given.Input }),
    };
  },
  Schedule: ({ id, properties }, { functionId, region }) => {
    const given = parseProperties(Rule, properties, `${functionId}.Events.${id}`);
    const name = given.Name ?? `${functionId}${id}`;
    return {
      name,
      arn: `arn:aws:events:${region}:${ACCOUNT}:rule/${name}`,
      kind: "rule",
      expression: given.Schedule,
      isEnabled: given.State !== "DISABLED" && given.Enabled !== false,
      ...(given.Input !== undefined && { input: given.Input }),
    };
  },
};

const ScheduleV2 = z.object({
  Name: z.string().optional(),
  GroupName: z.string().optional(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().optional(),
  StartDate: z.coerce.date().optional(),
  EndDate: z.coerce.date().optional(),
  State: z.string().default("ENABLED"),
  Input: z.string().optional(),
});
const Rule = z.object({
  Name: z.string().optional(),
  Schedule: z.string(),
  State: z.string().optional(),
  Enabled: Flag.optional(),
  Input: z.string().optional(),
});
