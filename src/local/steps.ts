/** What was started, so that it can be stopped: the last one first. */
export interface Steps {
  readonly onStop: (stop: () => unknown) => void;
  readonly stop: () => Promise<void>;
}

/** Remembers how to stop what was started. Stopping twice does nothing more. */
export const steps = (): Steps => {
  const stops: (() => unknown)[] = [];
  return {
    onStop: (stop) => void stops.push(stop),
    stop: async () => {
      for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await stop();
    },
  };
};
