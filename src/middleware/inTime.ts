/**
 * Makes a function that runs a step. It throws as soon as the signal aborts, because the step may wait for something that never ends.
 * It does not begin the step if the signal has aborted already.
 */
export const inTime = (signal: AbortSignal) => {
  const { promise: timeIsUp, reject } = Promise.withResolvers<never>();
  timeIsUp.catch(() => {}); // the signal may abort when no step runs
  const onAbort = () => reject(new Error("the function's time was up"));
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  return async <T>(step: () => Promise<T>): Promise<T> =>
    signal.aborted ? timeIsUp : Promise.race([timeIsUp, step()]);
};
