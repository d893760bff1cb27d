import { streams } from "../state/config.ts";

const COLORS = 8;

/** The class that colors a stream. It depends on the place of the stream among the declared ones, so it stays the same. */
export const colorOf = (stream: string): string => {
  if (stream === "rejected") return "bad";
  const index = streams.value.indexOf(stream);
  return `color-${(index === -1 ? 0 : index) % COLORS}`;
};

/** The name of a stream with its color. */
export const Stream = ({ name }: { readonly name: string }) => (
  <span class="stream">
    <i class={`dot ${colorOf(name)}`} />
    {name}
  </span>
);
