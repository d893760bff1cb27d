import assert from "node:assert/strict";
import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ok } from "../ok.ts";
import { ROW, type Used } from "./pages.ts";

const KEY = "photos/ü+1 %20.jpg";

/** An upload, from the SDK to the history of its object. */
export const uploads = async ({ url, s3, pages }: Used): Promise<void> => {
  const client = new S3Client({ endpoint: s3, region: "eu-central-1", forcePathStyle: true, credentials });
  const object = { Bucket: "bucket", Key: KEY };
  await pages.at("", async (page) => {
    await page.locator(ROW).first().waitFor();
    const before = await page.evaluate(() => performance.timeOrigin);
    await client.send(new PutObjectCommand({ ...object, Body: "one" }));
    const row = page.locator(ROW, { hasText: KEY }).first();
    await row.waitFor();
    assert.equal(await page.evaluate(() => performance.timeOrigin), before, "the page was not loaded again");
    await page.locator(".kind", { hasText: "s3" }).waitFor();
    ok("a file that the AWS SDK uploads appears in the list and in the plot without a reload");

    await row.click();
    await page.getByRole("heading", { name: KEY }).waitFor();
    const id = new URL(page.url()).searchParams.get("entry") ?? "";
    await page.locator(".json", { hasText: '"eTag"' }).or(page.locator(".json").first()).waitFor();
    await page.getByRole("button", { name: "curl" }).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `curl ${url}/logs/${id}`);
    await page.getByRole("button", { name: "Command" }).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `npx tributary get ${id} --url ${url}`);
    await page.getByRole("tab", { name: "Raw JSON" }).click();
    await page.getByRole("button", { name: "Copy JSON" }).click();
    const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
    assert.deepEqual(copied, await (await fetch(`${url}/logs/${id}`)).json());
    ok("its entry has its id, the call of curl, the command, and the JSON as the API gives it");

    await client.send(new PutObjectCommand({ ...object, Body: "two" }));
    await client.send(new DeleteObjectCommand(object));
    await page.locator(ROW, { hasText: "ObjectRemoved" }).first().waitFor();
    await page.getByRole("tab", { name: "History" }).click();
    await page.getByText("3 entries of this subject, oldest first.").waitFor();
    const types = await page.locator(".short-rows b").allTextContents();
    assert.deepEqual(types, ["ObjectCreated:Put", "ObjectCreated:Put", "ObjectRemoved:Delete"]);
    await page.getByRole("tab", { name: "Around it" }).click();
    await page.locator(".short-rows a[aria-current]", { hasText: KEY }).waitFor();
    await pages.save(page, "entry");
    ok("its history has the three changes in their order, and its surroundings have it in the middle");

    await page.reload();
    await page.getByRole("tab", { name: "Around it", selected: true }).waitFor();
    await page.getByRole("heading", { name: KEY }).waitFor();
    await page.goto(`${url}/_console/?entry=${id}`);
    await page.getByRole("heading", { name: KEY }).waitFor();
    ok("a reload and a link open the same entry");
  });
  await pages.at(
    "?entry=s3.0.mkayi4gn.ALmdd-d3YEoe2Iwonu4d",
    async (page) => {
      await page.getByText("This entry cannot be shown").waitFor();
    },
    { allowed: /404/ },
  );
  ok("a link to an entry that is not there says so");

  await fetch(`${url}/_local/events/S3Function`, { method: "POST", body: changes("2", "1") });
  await pages.at(`?subject=disorder&tab=history`, async (page) => {
    await page.locator(ROW).first().click();
    await page.getByText("1 entry came out of order").or(page.locator(".short-rows .badge")).first().waitFor();
    assert.equal(await page.locator(".short-rows .badge", { hasText: "out of order" }).count(), 1);
  });
  ok("a change that S3 delivered out of order is marked in the history");
};

const credentials = { accessKeyId: "local", secretAccessKey: "local" };

/** Two changes of one object, a second apart, with these sequencers. */
const changes = (...sequencers: readonly string[]): string =>
  JSON.stringify({
    Records: sequencers.map((sequencer, index) => ({
      eventVersion: "2.1",
      eventSource: "aws:s3",
      awsRegion: "eu-central-1",
      eventTime: new Date(Date.now() - 5_000 + index * 1_000).toISOString(),
      eventName: "ObjectCreated:Put",
      responseElements: { "x-amz-request-id": `request-${index}` },
      s3: { bucket: { name: "bucket" }, object: { key: "disorder", size: 1, eTag: "0", sequencer } },
    })),
  });
