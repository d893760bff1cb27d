import type { Context } from "../context.ts";

/** Opens an address in the user's browser, if the command runs on a terminal. The address was printed, so a failure is only told. */
export const openBrowser = async (
  { out, err, browse }: Pick<Context, "out" | "err" | "browse">,
  address: string,
  { open }: { readonly open: boolean },
): Promise<void> => {
  if (!open || !out.isTerminal) return;
  await browse(address).catch(() => err.write("No browser could be opened: open the address yourself\n"));
};
