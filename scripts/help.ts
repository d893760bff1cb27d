/** `npm run help` writes docs/command.md: the help of every command. */
import { writeFileSync } from "node:fs";
import { helpPage } from "./helpPage.ts";

writeFileSync(new URL("../docs/command.md", import.meta.url), await helpPage());
