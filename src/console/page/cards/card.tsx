import type { ComponentChildren } from "preact";

/** One thing that can be done with the local system. */
export const Card = ({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: ComponentChildren;
  readonly children: ComponentChildren;
}) => (
  <section class="card" aria-label={title}>
    <header class="card-head">
      <h2>{title}</h2>
    </header>
    <p class="quiet">{text}</p>
    {children}
  </section>
);
