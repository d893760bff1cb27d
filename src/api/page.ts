import type { HttpAnswer } from "../http/answer.ts";
import { answerIn, type Page } from "../http/format.ts";
import { cloudEventsBatch } from "../http/formats/cloudEventsBatch.ts";
import { csv } from "../http/formats/csv.ts";
import { json } from "../http/formats/json.ts";
import { ndjson } from "../http/formats/ndjson.ts";
import { type Formats, negotiate } from "../http/negotiate.ts";
import { type Room, roomIn } from "./room.ts";
import type { Reading } from "./route.ts";

/** Of an answer that may change: a client that keeps it asks again with its ETag. */
export const REVALIDATED = { "cache-control": "private, no-cache" };

/** How a page can be written. */
export const pageFormats: Formats<Page> = [json, ndjson, csv, cloudEventsBatch];

/**
 * Reads a page and writes it in the format that the client prefers. Where there is no such format, nothing is read.
 */
export const pageAnswer = async (
  { path, headers }: Pick<Reading, "path" | "headers">,
  read: (room: Room) => Promise<Page>,
): Promise<HttpAnswer> => {
  const format = negotiate(pageFormats, headers["accept"]);
  const { entries, reached, ...sides } = await read(roomIn(format));
  const links = Object.entries(sides).flatMap(([rel, query]) =>
    query === undefined ? [] : [{ rel, target: `${path}?${query}` }],
  );
  const targets = Object.fromEntries(links.map(({ rel, target }) => [rel, target]));
  const link = links.map(({ rel, target }) => `<${target}>; rel="${rel}"`).join(", ");
  return answerIn(
    format,
    { entries, ...targets, ...(reached !== undefined && { reached }) },
    { ...REVALIDATED, ...(link !== "" && { link }) },
  );
};
