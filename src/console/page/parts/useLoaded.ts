import { useEffect, useState } from "preact/hooks";
import { sentenceOf } from "../api/sentence.ts";

/** What was asked for. While it is read, it has neither a value nor a failure. */
export interface Loaded<T> {
  readonly value?: T;
  readonly failure?: string;
}

/** Reads something when it is shown, and again when the key changes. */
export const useLoaded = <T>(key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> => {
  const [loaded, setLoaded] = useState<Loaded<T> & { readonly key: string }>({ key });
  useEffect(() => {
    const aborter = new AbortController();
    load(aborter.signal).then(
      (value) => {
        if (!aborter.signal.aborted) setLoaded({ key, value });
      },
      (error: unknown) => {
        if (!aborter.signal.aborted) setLoaded({ key, failure: sentenceOf(error) });
      },
    );
    return () => aborter.abort();
  }, [key]);
  return loaded.key === key ? loaded : {};
};
