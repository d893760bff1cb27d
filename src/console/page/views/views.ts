import type { FunctionComponent } from "preact";
import type { ViewName } from "../state/url.ts";
import { Local } from "./local.tsx";
import { Log } from "./log.tsx";
import { Rejected } from "./rejected.tsx";
import { Schedules } from "./schedules.tsx";

/** A view of the console. */
interface View {
  readonly label: string;
  readonly View: FunctionComponent;
  /** Whether only a local system has it. */
  readonly isLocalOnly?: boolean;
}

/** The views by their names in the address. */
export const views: Readonly<Record<ViewName, View>> = {
  log: { label: "Log", View: Log },
  rejected: { label: "Rejections", View: Rejected },
  schedules: { label: "Schedules", View: Schedules },
  local: { label: "Local", View: Local, isLocalOnly: true },
};
