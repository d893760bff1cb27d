/** A machine whose clock a test moves. The task of a timer runs when its time has come. */
export const machine = (start: string) => {
  let time = Date.parse(start);
  let timer: { readonly at: number; readonly task: () => void } | undefined;
  const run = () => {
    const due = timer;
    timer = undefined;
    due?.task();
  };
  return {
    now: () => time,
    setTimer: (task: () => void, ms: number) => {
      if (!(ms >= 0 && ms < 2 ** 31)) throw new Error(`Node has no timer of ${ms} ms`);
      timer = { at: time + ms, task };
      return () => {
        timer = undefined;
      };
    },
    /** Lets the time pass. */
    runUntil: (end: string): void => {
      while (timer !== undefined && timer.at <= Date.parse(end)) {
        time = timer.at;
        run();
      }
      time = Date.parse(end);
    },
    /** Moves the clock while nothing runs, and then lets the timer run, as when a laptop wakes up. */
    sleepUntil: (end: string): void => {
      time = Date.parse(end);
      run();
    },
    isWaiting: () => timer !== undefined,
  };
};
