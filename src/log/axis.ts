import type { Order, Position } from "./cursor.ts";
import { isoOf, type TimeRange } from "./time.ts";

/** A time range in the order of reading. Each place in it has a distance from the place where reading begins, in ms. */
export interface Axis {
  readonly length: number;
  /** The distance of a place. Within a millisecond the distance grows in the order of the entries. */
  readonly distanceOf: (place: Pick<Position, "sk">) => number;
  /** The time range between two distances. */
  readonly between: (near: number, far: number) => TimeRange;
  /** The time at a distance. Earlier times are nearer; with `desc`, this time and all later ones are nearer. */
  readonly boundaryAt: (distance: number) => string;
}

/** The axis begins at one end of the time range, or at the millisecond of `after`. */
export const axisOf = (order: Order, { from, to }: TimeRange, after: Position | undefined): Axis => {
  const [first, end] = [Date.parse(from), Date.parse(to)];
  const begun = after && msOf(after);
  if (order === "asc") {
    const begin = Math.max(first, begun ?? first);
    return {
      length: Math.max(0, end - begin),
      distanceOf: (place) => msOf(place) - begin + fractionOf(place),
      between: (near, far) => ({ from: isoOf(begin + Math.floor(near)), to: isoOf(begin + far) }),
      boundaryAt: (distance) => isoOf(begin + distance),
    };
  }
  const begin = begun === undefined ? end : Math.min(end, begun + 1);
  return {
    length: Math.max(0, begin - first),
    distanceOf: (place) => begin - msOf(place) - FINEST - fractionOf(place),
    between: (near, far) => ({ from: isoOf(begin - far), to: isoOf(begin - Math.floor(near)) }),
    boundaryAt: (distance) => isoOf(begin - distance),
  };
};

const msOf = ({ sk }: Pick<Position, "sk">): number => Date.parse(sk.slice(0, sk.indexOf("#")));

/**
 * How far a hash is behind the first one of its millisecond, as a part of 1: by its first character, in steps of 1/64. A distance
 * can be 2 ** 46 ms, from the year 0 to now, and a double has no finer steps there.
 */
const fractionOf = ({ sk }: Pick<Position, "sk">): number => SIGNS.indexOf(sk.charAt(sk.indexOf("#") + 1)) * FINEST;

const SIGNS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"; // of base64url, as DynamoDB sorts them
const FINEST = 1 / 64;
