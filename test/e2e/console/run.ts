import { join } from "node:path";
import { startChromium } from "../chromium.ts";
import { accessible } from "./accessible.ts";
import { filters } from "./filters.ts";
import { hostile } from "./hostile.ts";
import { keys } from "./keys.ts";
import { localTools } from "./localTools.ts";
import { manyEntries } from "./manyEntries.ts";
import { otherPages } from "./otherPages.ts";
import { newPages } from "./pages.ts";
import { plot } from "./plot.ts";
import { rejections } from "./rejections.ts";
import { schedules } from "./schedules.ts";
import { states } from "./states.ts";
import { startSystem } from "./system.ts";
import { uploads } from "./uploads.ts";

// Uses the page as a person does. Each check begins with the log that the checks before have left.
// `node run.ts [FOLDER [CHECK ...]]` saves screenshots in the folder, and runs these checks only.

const checks = {
  ...{ states, uploads, rejections, hostile, otherPages, localTools, schedules },
  ...{ manyEntries, plot, filters, keys, accessible },
};

const [folder, ...names] = process.argv.slice(2);
const [browser, system] = await Promise.all([startChromium(), startSystem(8310)]);
const pages = newPages(browser, system, (name) => folder && join(folder, `${name}.png`));
try {
  for (const [name, check] of Object.entries(checks))
    if (names.length === 0 || names.includes(name)) await check({ ...system, pages });
} catch (error) {
  await pages.saveAll();
  throw error;
} finally {
  await browser.close();
  await system.stop();
}
