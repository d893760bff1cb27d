import packageJson from "../../../package.json" with { type: "json" };
import type { Api } from "../api/client.ts";
import { clockFault } from "../api/clock.ts";
import { type Finding, findingsOf, orOk, wrong } from "./finding.ts";

/** The difference of two clocks on which a follower relies, in ms; its `date` has whole seconds. */
const CLOCK_MS = 5_000;

/** What the API alone says: its clock and its version. */
export const ofLog = async (api: Api): Promise<readonly Finding[]> => [
  ...(await findingsOf("clock", async () => {
    // An answer that refuses the signature says the time, too.
    const [asked] = await Promise.allSettled([api.list("/logs?limit=1")]);
    if (Math.abs(api.ahead()) > CLOCK_MS) return [wrong(clockFault(api.ahead()))];
    if (asked.status === "rejected") throw asked.reason;
    return orOk([], `It differs from that of the log by ${Math.round(Math.abs(api.ahead()) / 1000)} s`);
  })),
  ...(await findingsOf("version", async () => {
    const deployed = await api.version();
    const found =
      deployed === packageJson.version
        ? []
        : [
            wrong(
              `The log runs version ${deployed}, and this command is version ${packageJson.version}: deploy the same version, or install it here`,
            ),
          ];
    return orOk(found, `The log and this command are version ${deployed}`);
  })),
];
