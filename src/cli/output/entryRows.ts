import type { Entry } from "../../log/entry.ts";
import { Rejection } from "../api/answers.ts";
import type { Rows } from "./records.ts";

const TIME = { name: "TIME" };
const ID = { name: "ID", isOptional: true };

/** Entries of the log. */
export const entryRows: Rows<Entry> = {
  columns: [
    TIME,
    { name: "STREAM", least: 6, usual: 8 },
    { name: "TYPE", least: 14, usual: 24, cut: "start" },
    { name: "SUBJECT", least: 14, usual: 16, cut: "middle" },
    ID,
  ],
  rowsOf: ({ time, stream, type, subject = "", id }) => [[time, stream, type, subject, id]],
};

/** The entries of one subject, oldest first. */
export const historyRows: Rows<Entry> = {
  columns: [
    TIME,
    { name: "TYPE", least: 14, usual: 24, cut: "start" },
    { name: "NOTE" },
    ID,
    { name: "SOURCE", least: 14, cut: "start", isOptional: true },
  ],
  rowsOf: ({ time, type, outoforder, source, id }) => [[time, type, outoforder ? "out of order" : "", id, source]],
};

/** Rejected events: a row for each fault. */
export const rejectionRows: Rows<Entry> = {
  columns: [
    TIME,
    { name: "TRIGGER", least: 6, usual: 8 },
    { name: "REASON" },
    { name: "WHERE", least: 12, usual: 20, cut: "start" },
    { name: "WHAT", least: 20, usual: 30 },
    ID,
  ],
  rowsOf: ({ time, type, id, data }) => {
    const { data: rejection } = Rejection.safeParse(data);
    if (rejection === undefined) return [[time, "", type.split(".").at(-1) ?? "", "", "", id]];
    const { trigger, reason, issues } = rejection;
    if (issues.length === 0) return [[time, trigger, reason, "", "", id]];
    return issues.map(({ path, message }) => [time, trigger, reason, path.join("."), message, id]);
  },
};
