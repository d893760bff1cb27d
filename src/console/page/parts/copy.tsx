import { useEffect, useState } from "preact/hooks";
import { Icon } from "./icon.tsx";

const SHOWN_MS = 1_500;

/** A button that copies a text. */
export const Copy = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const [said, setSaid] = useState<"copied" | "failed">();
  useEffect(() => {
    if (said === undefined) return;
    const timer = setTimeout(() => setSaid(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = (): void =>
    void navigator.clipboard.writeText(text).then(
      () => setSaid("copied"),
      () => setSaid("failed"),
    );
  return (
    <button type="button" class="button" onClick={copy} title={text}>
      <Icon name={said === "copied" ? "done" : "copy"} />
      {said === "failed" ? "Not allowed" : label}
      <span class="unseen" role="status">
        {said === "copied" ? `${label}: copied` : ""}
      </span>
    </button>
  );
};
