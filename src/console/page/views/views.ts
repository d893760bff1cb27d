import type { FunctionComponent } from "preact";
import { Log } from "./log.tsx";

/** A view of the console. To add one, write its file, and list it here. */
export interface ConsoleView {
  /** As in the address: `?view=<name>`. */
  readonly name: string;
  readonly label: string;
  readonly View: FunctionComponent;
  /** Whether only a local system has it. */
  readonly isLocalOnly?: boolean;
}

const log: ConsoleView = { name: "log", label: "Log", View: Log };

export const views: readonly ConsoleView[] = [log];

/** The view with this name, or the log. */
export const viewNamed = (name: string): ConsoleView => views.find((view) => view.name === name) ?? log;
