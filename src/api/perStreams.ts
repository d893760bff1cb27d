/**
 * Makes something for a list of streams when it is asked for the first time, and keeps it. Each route has one list for all requests.
 */
export const perStreams = <T>(make: (streams: readonly string[]) => T): ((streams: readonly string[]) => T) => {
  const made = new WeakMap<readonly string[], T>();
  return (streams) => {
    const there = made.get(streams) ?? make(streams);
    made.set(streams, there);
    return there;
  };
};
