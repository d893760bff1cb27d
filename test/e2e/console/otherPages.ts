import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { ok } from "../ok.ts";
import type { Used } from "./pages.ts";

const OTHER = 8312;
const FAULT = JSON.stringify({ function: "S3Function", fault: "twice" });

/** What another page in the same browser can do. */
export const otherPages = async ({ url, pages }: Used): Promise<void> => {
  const server = createServer((_, response) => response.setHeader("content-type", "text/html").end("other"));
  server.listen(OTHER, "127.0.0.1");
  await once(server, "listening");
  await fetch(`${url}/_local/faults`, { method: "POST", body: FAULT });
  const allowed = /CORS|ERR_|403|frame/; // the browser says why it refuses
  try {
    await pages.at(
      "",
      async (page) => {
        const statuses: number[] = [];
        await page.goto(`http://127.0.0.1:${OTHER}/`);
        page.on("response", (response) => response.url().startsWith(url) && statuses.push(response.status()));
        const read = await page.evaluate(
          ([url, body]) => {
            const attempt = (path: string, init: RequestInit) =>
              fetch(`${url}${path}`, init).then(
                (response) => response.text(),
                () => "",
              );
            return Promise.all([
              attempt("/logs", {}),
              attempt("/logs", { mode: "no-cors" }),
              attempt("/_console/config.json", {}),
              attempt("/_local", { mode: "no-cors" }),
              attempt("/events", { method: "POST", mode: "no-cors", body: body ?? "" }),
              attempt("/_local/schedules/ScheduleFunctionFire", { method: "POST", mode: "no-cors" }),
              attempt("/_local/faults", { method: "DELETE" }),
              attempt("/_local/buckets/bucket/objects/evil.txt", { method: "PUT", body: "evil" }),
            ]);
          },
          [url, '{"type":"from.another.page"}'],
        );
        assert.deepEqual(read.join(""), "");
        assert.deepEqual([...new Set(statuses)], [403]);
        const framed = await page.evaluate(async (url) => {
          const frame = document.createElement("iframe");
          frame.src = `${url}/_console/`;
          document.body.append(frame);
          await new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
          return frame.contentDocument?.body.textContent ?? "";
        }, url);
        assert.equal(framed, "");
      },
      { allowed },
    );
    const log = await (await fetch(`${url}/logs?from=-1m&limit=200`)).text();
    assert.ok(!log.includes("from.another.page") && !log.includes("evil.txt"));
    const { planned } = (await (await fetch(`${url}/_local/faults`)).json()) as { planned: unknown[] };
    assert.equal(planned.length, 1, "the fault is still planned");
  } finally {
    server.close();
    server.closeAllConnections();
    await fetch(`${url}/_local/faults`, { method: "DELETE" });
  }
  ok("a page of another origin reads nothing, changes nothing, and cannot show the console in a frame");
};
