import { reload } from "../state/loading.ts";
import { Notice } from "./notice.tsx";

/** Says what cannot be read, and why. `canRetry` offers to read everything again. */
export const Unreadable = ({
  title,
  failure,
  canRetry = false,
}: {
  readonly title: string;
  readonly failure: string;
  readonly canRetry?: boolean;
}) => (
  <Notice title={title} isBad>
    <p>{failure}</p>
    {canRetry && (
      <button type="button" class="button" onClick={reload}>
        Try again
      </button>
    )}
  </Notice>
);
