interface Started {
  readonly stop: () => unknown;
}

/** What was started, so that it can be stopped: the last one first. */
interface Steps {
  readonly onStop: (stop: () => unknown) => void;
  /** Waits for several that start at the same time. If one fails, the others are stopped with the rest. */
  readonly started: <T extends readonly Started[]>(
    ...starting: { readonly [K in keyof T]: Promise<T[K]> }
  ) => Promise<T>;
  /** Stopping twice does nothing more. */
  readonly stop: () => Promise<void>;
}

/** Remembers how to stop what was started. */
export const steps = (): Steps => {
  const stops: (() => unknown)[] = [];
  return {
    onStop: (stop) => void stops.push(stop),
    started: async (...starting) => {
      for (const result of await Promise.allSettled(starting))
        if (result.status === "fulfilled") stops.push(result.value.stop);
      return Promise.all(starting);
    },
    stop: async () => {
      for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await stop();
    },
  };
};
