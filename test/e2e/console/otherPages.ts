import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { ok } from "../ok.ts";
import type { Used } from "./pages.ts";

const OTHER = 8312;

/** What another page in the same browser can do. */
export const otherPages = async ({ url, pages }: Used): Promise<void> => {
  const server = createServer((_, response) =>
    response.setHeader("content-type", "text/html").end("<title>other</title>"),
  );
  server.listen(OTHER, "127.0.0.1");
  await once(server, "listening");
  try {
    const before = await (await fetch(`${url}/logs`)).text();
    await pages.at(
      "",
      async (page) => {
        await page.goto(`http://127.0.0.1:${OTHER}/`);
        const seen = await page.evaluate(async (url) => {
          const attempt = (path: string, init: RequestInit) =>
            fetch(`${url}${path}`, init).then(
              ({ status, type }) => `${type} ${status}`,
              () => "refused",
            );
          return Promise.all([
            attempt("/logs", {}),
            attempt("/logs", { mode: "no-cors" }),
            attempt("/events", { method: "POST", mode: "no-cors", body: '{"type":"from.another.page"}' }),
            attempt("/_local/faults", { method: "DELETE" }),
            attempt("/_console/config.json", {}),
          ]);
        }, url);
        // An opaque answer says nothing to the page. That the event is not in the log shows that it was refused.
        assert.deepEqual(
          seen,
          ["refused", "opaque 0", "opaque 0", "refused", "refused"].map((text, i) =>
            seen[i] === "refused" ? "refused" : text,
          ),
        );
        const framed = await page.evaluate(async (url) => {
          const frame = document.createElement("iframe");
          frame.src = `${url}/_console/`;
          document.body.append(frame);
          await new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
          try {
            return frame.contentDocument?.title ?? "another origin";
          } catch {
            return "another origin";
          }
        }, url);
        assert.equal(framed, "another origin");
      },
      { allowed: /CORS|ERR_|403|frame/ },
    );
    assert.equal((await (await fetch(`${url}/logs`)).text()).includes("from.another.page"), false);
    assert.ok(before.length > 0);
  } finally {
    server.close();
    server.closeAllConnections();
  }
  ok("a page of another origin reads nothing, sends nothing, and cannot show the console in a frame");
};
