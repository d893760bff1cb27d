import type { ComponentChildren } from "preact";

/** Says that there is nothing, or what went wrong, and what to do. */
export const Notice = ({
  title,
  children,
  isBad = false,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly isBad?: boolean;
}) => (
  <div class={isBad ? "notice is-bad" : "notice"} role={isBad ? "alert" : undefined}>
    <p class="notice-title">{title}</p>
    {children}
  </div>
);
