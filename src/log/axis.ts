import type { Order, Position } from "./cursor.ts";
import { isoOf, type TimeRange } from "./time.ts";

/** A time range as it is read: every place in it has a distance from where reading begins, in ms. */
export interface Axis {
  readonly length: number;
  /** The distance of a place; within a millisecond its fraction grows as entries are sorted. */
  readonly distanceOf: (place: Pick<Position, "sk">) => number;
  /** The time range that lies between two distances. */
  readonly between: (near: number, far: number) => TimeRange;
  /** The boundary at a distance: all times before it (`desc`: at it and later) are nearer. */
  readonly boundaryAt: (distance: number) => string;
}

/** Reading begins at one end of the range, or at the millisecond of `after`. */
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

/** How far a hash is behind the first one of its millisecond, of 1. */
const fractionOf = ({ sk }: Pick<Position, "sk">): number =>
  [...sk.slice(sk.indexOf("#") + 1).slice(0, DIGITS)].reduce((sum, sign) => sum * 64 + SIGNS.indexOf(sign), 0) * FINEST;

const SIGNS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"; // of base64url, as DynamoDB sorts them
const DIGITS = 3;
const FINEST = 1 / 64 ** DIGITS;
