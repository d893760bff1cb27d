import { now } from "../state/now.ts";
import { ago, utc } from "../text/times.ts";

/** How long ago a time was. The time in UTC is shown when it is pointed at. */
export const Ago = ({ time }: { readonly time: string }) => {
  const ms = Date.parse(time);
  return (
    <time dateTime={time} title={utc(ms)}>
      {ago(ms, now.value)}
    </time>
  );
};
