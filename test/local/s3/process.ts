/** A process that runs a local S3 in the folder of its first argument, and appends each notification to the file of its second one. */
import { appendFileSync } from "node:fs";
import { startS3 } from "../../../src/local/s3/startS3.ts";

const [, , folder = "", told = ""] = process.argv;
const { url } = await startS3({
  folder,
  buckets: [{ name: "bucket" }],
  notify: (_, record) => appendFileSync(told, `${JSON.stringify(record)}\n`),
  say: (sentence) => console.error(sentence),
});
console.log(url);
