import { printable } from "../../log/printable.ts";
import type { Context } from "../context.ts";
import { cut } from "./cut.ts";

const CLEAR_LINE = "\r\u001b[2K";

/** One line on a terminal that says how far long work is, and that replaces itself. Elsewhere it prints nothing. */
export const newProgress = ({ err }: Pick<Context, "err">) => {
  let isShown = false;
  return {
    show: async (text: string): Promise<void> => {
      if (!err.isTerminal) return;
      await err.write(`${CLEAR_LINE}${cut(printable(text), err.width - 1, "end")}`);
      isShown = true;
    },
    clear: async (): Promise<void> => {
      if (isShown) await err.write(CLEAR_LINE);
      isShown = false;
    },
  };
};
