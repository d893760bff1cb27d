import { ok } from "../ok.ts";
import { apiOf } from "./api.ts";
import { newCaller } from "./caller.ts";
import { calls } from "./calls.ts";
import { command } from "./command.ts";
import { consoleOf } from "./console.ts";
import { failures } from "./failures.ts";
import { firings } from "./firings.ts";
import { permissions } from "./permissions.ts";
import { reading } from "./reading.ts";
import { refusals } from "./refusals.ts";
import { removal } from "./removal.ts";
import { deploy, destroy, stackOf } from "./stack.ts";
import { update } from "./update.ts";
import { uploads } from "./uploads.ts";

// Uses a stack as a user does. It was deployed from the current folder.

const stack = await stackOf("tributary");
const { ApiId } = stack.outputs;
const api = apiOf(ApiId, await newCaller("operator", `arn:aws:execute-api:*:*:${ApiId}/*`));

await uploads(stack, api);
await calls(stack, api);
await reading(api);
await permissions(stack);
await command(stack);
await consoleOf(stack, api);

await deploy("tributary-two");
const two = await stackOf("tributary-two");
const shared = Object.values(stack.outputs).filter((value) => Object.values(two.outputs).includes(value));
if (shared.length > 0) throw new Error(`Two stacks share ${shared.join(", ")}`);
ok("a second stack can exist beside the first");
await destroy("tributary-two");

await failures(stack, api);
await firings(stack, api);
await refusals(stack);
await update(stack, api);
await removal(stack);
