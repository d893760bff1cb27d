import * as z from "zod";
import { withOrdinaryNumbers } from "../../log/ordinaryNumbers.ts";
import { valueIn } from "../../log/valueIn.ts";
import type { Content } from "./checked.ts";

/** The content of a text that may be JSON. */
export const jsonText = () =>
  z.string().transform((text): Content => {
    const exact = valueIn(text);
    return { exact, data: withOrdinaryNumbers(exact).data };
  });

/** The content of a text that is never read as JSON. */
export const plainText = () => z.string().transform((text): Content => ({ exact: text, data: text }));
