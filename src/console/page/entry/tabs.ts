import type { FunctionComponent } from "preact";
import type { Entry } from "../api/answers.ts";
import { Around } from "./around.tsx";
import { Data } from "./data.tsx";
import { History } from "./history.tsx";
import { Raw } from "./raw.tsx";
import { Rejection } from "./rejection.tsx";

interface Tab {
  /** As in the address: `tab=<name>`. */
  readonly name: string;
  readonly label: string;
  readonly isFor: (entry: Entry) => boolean;
  readonly Tab: FunctionComponent<{ readonly entry: Entry }>;
}

const isRejection = ({ stream }: Entry): boolean => stream === "rejected";

/** The parts of an entry that can be looked at. */
export const TABS: readonly Tab[] = [
  { name: "rejection", label: "Reason", isFor: isRejection, Tab: Rejection },
  { name: "data", label: "Data", isFor: (entry) => !isRejection(entry), Tab: Data },
  { name: "raw", label: "Raw JSON", isFor: () => true, Tab: Raw },
  { name: "around", label: "Around it", isFor: () => true, Tab: Around },
  { name: "history", label: "History", isFor: ({ subject }) => subject !== undefined, Tab: History },
];
