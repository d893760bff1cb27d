import { S3Error } from "./s3Error.ts";

/**
 * The first and the last byte that a Range header asks for. Several ranges, or another unit, are nothing: then S3 sends the whole
 * object. Throws S3's InvalidRange.
 */
export const rangeIn = (
  header: string | undefined,
  size: number,
): { readonly start: number; readonly end: number } | undefined => {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return undefined;
  if (first !== "" && last !== "" && Number(first) > Number(last)) return undefined;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  if (start >= size) throw new S3Error(416, "InvalidRange", "The requested range is not satisfiable");
  return { start, end: first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1) };
};
