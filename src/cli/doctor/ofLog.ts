import packageJson from "../../../package.json" with { type: "json" };
import type { Api } from "../api/client.ts";
import { type Finding, findingsOf, orOk, wrong } from "./finding.ts";

/** The difference of two clocks on which a follower relies, in ms; its `date` has whole seconds. */
const CLOCK_MS = 5_000;

/** What the API alone says: its clock and its version. */
export const ofLog = async (api: Api): Promise<readonly Finding[]> => [
  ...(await findingsOf("clock", async () => {
    await api.list("/logs?limit=1");
    const seconds = Math.round(Math.abs(api.ahead()) / 1000);
    const found =
      Math.abs(api.ahead()) <= CLOCK_MS
        ? []
        : [
            wrong(
              `This machine's clock is ${seconds} s ${api.ahead() > 0 ? "behind" : "ahead of"} that of the log: set it, or signatures and ages are wrong`,
            ),
          ];
    return orOk(found, `It differs from that of the log by ${seconds} s`);
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
