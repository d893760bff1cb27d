import type { Filling } from "../../fill.ts";

const HOUR = 3_600_000;
const FOLDERS = ["invoices/2026", "photos", "exports/daily", "uploads/mobile"];
const TYPES = ["shop.order.placed", "shop.order.paid", "shop.parcel.shipped", "shop.cart.abandoned"];

/** Entries of the last `hours` until `end`, as a shop would have them: more by day than at night, each with a time of its own. */
export const samples = (count: number, end: number, hours = 24): readonly Filling[] =>
  Array.from({ length: count }, (_, n): Filling => {
    const part = (n + wave(n)) / count;
    const time = new Date(Math.round(end - 20_000 - part * hours * HOUR)).toISOString();
    const kind = (n * 7) % 10;
    if (kind < 5) {
      const removed = n % 9 === 0;
      const type = `com.amazonaws.s3.${removed ? "ObjectRemoved:Delete" : "ObjectCreated:Put"}`;
      return { stream: "s3", time, type, subject: `${FOLDERS[n % 4]}/${1000 + (n % 400)}.${n % 3 ? "pdf" : "jpg"}` };
    }
    if (kind < 9) return { stream: "http", time, type: TYPES[n % 4] ?? "", subject: `order-${4000 + (n % 300)}` };
    return { stream: "schedule", time, type: "tributary.schedule.fired", subject: "nightly-report" };
  });

/** Moves entries a little, so that some hours have more than others. */
const wave = (n: number): number => Math.sin(n / 37) * 30 + Math.sin(n / 11) * 8;
