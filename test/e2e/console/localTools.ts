import { ok } from "../ok.ts";
import { ROW, type Used } from "./pages.ts";

/** What only the console of the local stack has. */
export const localTools = async ({ pages }: Used): Promise<void> => {
  await pages.at("?view=local", async (page) => {
    const upload = page.getByRole("region", { name: "Upload a file" });
    await upload.getByLabel("Folder").fill("drop/");
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["hello"], "ä #1.txt", { type: "text/plain" }));
      return transfer;
    });
    await upload.locator(".drop").dispatchEvent("drop", { dataTransfer: data });
    await upload.getByText("drop/ä #1.txt").waitFor();
    await upload.getByText("5 bytes").waitFor();
    await upload.getByRole("link", { name: "See it in the log" }).click();
    await page.locator(ROW, { hasText: "drop/ä #1.txt" }).waitFor();
    ok("a dropped file is uploaded, and its entry is one click away");
  });

  await pages.at(
    "?view=local",
    async (page) => {
      const send = page.getByRole("region", { name: "Send an event" });
      await send.getByRole("button", { name: "Send" }).click();
      await send.getByText("Sent.").waitFor();
      await send.getByLabel("The event as JSON").fill('{"type":7}');
      await send.getByRole("button", { name: "Send" }).click();
      await send
        .getByText(/expected string, received number|event\.type/)
        .first()
        .waitFor();
      await send.getByLabel("To").selectOption("S3Function");
      await send.getByLabel("The event as JSON").fill("{");
      await send.getByRole("button", { name: "Send" }).click();
      await send.getByText("The body is not JSON.").waitFor();
      ok("an event is sent, and what is wrong with another one is one sentence");

      const faults = page.getByRole("region", { name: "Faults" });
      await faults.getByLabel("Function").selectOption("S3Function");
      await faults.getByRole("button", { name: "twice" }).click();
      await faults.getByText("Planned: twice for S3Function").waitFor();
      const data = await page.evaluateHandle(() => {
        const transfer = new DataTransfer();
        transfer.items.add(new File(["hello"], "twice.txt"));
        return transfer;
      });
      await page.locator(".drop").dispatchEvent("drop", { dataTransfer: data });
      await faults.getByText("The promise holds.").waitFor();
      await faults.getByText("1 event was disturbed, and the log has 1 entry of it.").waitFor();
      await pages.save(page, "local");
      ok("a fault is planned, an upload is delivered twice, and the log has it once");

      await faults.getByRole("button", { name: "timeout" }).waitFor();
      for (let i = 0; i < 3; i++) await faults.getByRole("button", { name: "lost" }).click();
      const failing = await page.evaluateHandle(() => {
        const transfer = new DataTransfer();
        transfer.items.add(new File(["hello"], "failing.txt"));
        return transfer;
      });
      await page.locator(".drop").dispatchEvent("drop", { dataTransfer: failing });
      const queues = page.getByRole("region", { name: "Failure queues" });
      await queues.getByText("1 message", { exact: true }).waitFor();
      await queues.locator(".messages", { hasText: "S3Function" }).waitFor();
      await pages.save(page, "queue");
      await queues.getByRole("button", { name: "Redrive", exact: true }).click();
      await queues.getByText("0 messages").waitFor();
      await faults.getByText("The promise holds.").waitFor();
      ok("an event that fails three times waits in the queue, and a redrive empties it");
    },
    { allowed: /400/ },
  );
};
