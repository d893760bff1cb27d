import { useEffect, useState } from "preact/hooks";
import { askLog } from "../api/ask.ts";

/** The list of entries. */
export const Log = () => {
  const [answer, setAnswer] = useState("");
  useEffect(
    () =>
      void askLog("/logs").then(
        (body) => setAnswer(JSON.stringify(body)),
        (error: Error) => setAnswer(error.message),
      ),
    [],
  );
  return <pre>{answer}</pre>;
};
