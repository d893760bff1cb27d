/**
 * Runs a step. Throws as soon as the signal aborts, because the step may wait for something that never ends. Does not begin the step
 * if the signal has aborted already.
 */
export const inTime = async <T>(step: () => Promise<T>, signal: AbortSignal): Promise<T> => {
  const { promise: timeIsUp, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(new Error("the function's time was up"));
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([timeIsUp, ...(signal.aborted ? [] : [step()])]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
};
