import type { HttpAnswer } from "../http/answer.ts";
import { answerIn, type Format, type Page } from "../http/format.ts";
import { cloudEventsBatch } from "../http/formats/cloudEventsBatch.ts";
import { csv } from "../http/formats/csv.ts";
import { json } from "../http/formats/json.ts";
import { ndjson } from "../http/formats/ndjson.ts";
import { type Formats, negotiate } from "../http/negotiate.ts";
import { endless, isTooLarge, type Room, roomIn } from "./room.ts";
import type { Reading } from "./route.ts";

/** The caching headers of an answer that can change. A client may keep it, but has to ask with its ETag whether it has changed. */
export const REVALIDATED = { "cache-control": "private, no-cache" };

/** The formats of a page of entries. */
export const pageFormats: Formats<Page> = [json, ndjson, csv, cloudEventsBatch];

/**
 * Reads a page and writes it in the format that the client prefers, with its links. If the page does not fit in an answer, reads a
 * shorter one. If no format fits, it reads nothing and throws an HttpError (406).
 */
export const pageAnswer = async (
  { path, headers }: Pick<Reading, "path" | "headers">,
  read: (room: Room) => Promise<Page>,
): Promise<HttpAnswer> => {
  const format = negotiate(pageFormats, headers["accept"]);
  const answer = answerOf(path, format, await read(endless));
  return isTooLarge(answer.body ?? "") ? answerOf(path, format, await read(roomIn(format))) : answer;
};

const answerOf = (path: string, format: Format<Page>, { entries, reached, ...sides }: Page): HttpAnswer => {
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
