import { S3Error } from "../s3Error.ts";

/**
 * Takes the bytes out of the framing `aws-chunked`, and puts the trailing headers into `trailers`. Signatures of the chunks are not
 * verified. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export async function* awsChunks(
  source: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer, void, undefined> {
  const read = reader(source);
  for (;;) {
    const [, hex] = /^([0-9a-f]{1,12})\s*(?:;.*)?$/i.exec(await read.line()) ?? [];
    if (hex === undefined) throw incomplete("A chunk of the body has no size");
    const size = Number.parseInt(hex, 16);
    if (size === 0) break;
    yield* read.bytes(size);
    if ((await read.line()) !== "") throw incomplete("A chunk of the body is longer than its size");
  }
  for (let line = await read.lastLine(); line !== ""; line = await read.lastLine()) {
    const [, name, value] = /^([^:]+):(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw malformedTrailer();
    trailers.set(name.trim().toLowerCase(), value.trim());
  }
}

const MAX_LINE_BYTES = 16_384;

const incomplete = (why: string) =>
  new S3Error(400, "IncompleteBody", `The request body terminated unexpectedly. ${why}.`);
export const malformedTrailer = () =>
  new S3Error(400, "MalformedTrailerError", "The request contained trailing data that was not well-formed.");

/** Reads lines and numbers of bytes, in any order, from chunks of any size. */
const reader = (source: AsyncIterable<Buffer>) => {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const { done, value } = await chunks.next();
    if (done) return false;
    rest = rest.length === 0 ? value : Buffer.concat([rest, value]);
    return true;
  };
  const lineOr = async (atEnd: () => string): Promise<string> => {
    for (let end = rest.indexOf("\n"); ; end = rest.indexOf("\n")) {
      if (end >= 0) {
        const line = rest.subarray(0, end).toString("latin1").replace(/\r$/, "");
        rest = rest.subarray(end + 1);
        return line;
      }
      if (rest.length > MAX_LINE_BYTES) throw incomplete("A line between its chunks is too long");
      if (!(await more())) return atEnd();
    }
  };
  return {
    line: () =>
      lineOr(() => {
        throw incomplete("It ends within a chunk");
      }),
    /** A body may end without an empty line. */
    lastLine: () => lineOr(() => ""),
    bytes: async function* (size: number): AsyncGenerator<Buffer, void, undefined> {
      for (let left = size; left > 0; ) {
        if (rest.length === 0 && !(await more())) throw incomplete("It ends within a chunk");
        const part = rest.subarray(0, left);
        rest = rest.subarray(part.length);
        left -= part.length;
        yield part;
      }
    },
  };
};
