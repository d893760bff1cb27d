import { Json } from "../parts/json.tsx";
import { counted } from "../text/numbers.ts";

/** What the local system says of a delivery. */
export interface Delivery {
  readonly delivery?: string;
  readonly attempts?: readonly { readonly status: string }[];
}

/** How an event was delivered, and all that the local system says of it. */
export const Delivered = ({ value }: { readonly value: Delivery }) => {
  const { delivery, attempts = [] } = value;
  const last = attempts.at(-1)?.status;
  return (
    <>
      <p class={last === undefined || last === "succeeded" ? "is-good" : "is-bad"}>
        {attempts.length === 0
          ? "Sent."
          : `Delivered (${delivery}) in ${counted(attempts.length, "attempt", "attempts")}: it ${last}.`}
      </p>
      <details>
        <summary>What it answered</summary>
        <Json value={value} />
      </details>
    </>
  );
};
