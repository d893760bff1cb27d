import { tributary } from "./middleware/tributary.ts";
import { streams } from "./streams.ts";

/** Makes the functions of this project's triggers. They write to the table that the environment names. */
export const { onEvent } = tributary(streams);
