/** Makes a function that runs the given tasks one after another. A task that fails does not stop the next one. */
export const inTurn = () => {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(task: () => Promise<T>): Promise<T> => {
    const run = last.then(task);
    last = run.catch(() => {});
    return run;
  };
};
