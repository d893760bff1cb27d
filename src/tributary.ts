import { writing } from "./middleware/stack.ts";
import { streams } from "./streams.ts";

/** Makes the functions of this project's triggers. They write to the table that the environment names. */
export const { onEvent } = writing(streams);
