import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { errorText } from "../log/errorText.ts";
import { UserError } from "./userError.ts";

/** How the local system is started. */
export interface Options {
  /** 0 chooses a free port. */
  readonly port: number;
  /** The path of the SAM template. */
  readonly template: string;
  /** Keeps nothing on disk. */
  readonly memory: boolean;
  /** Deletes what is on disk first. */
  readonly reset: boolean;
  /** The URL of another DynamoDB. */
  readonly endpoint?: string | undefined;
  /** Fails if something in the template is ignored. */
  readonly strict: boolean;
  /** The values of the template's parameters. The others have their defaults. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Fires the schedules when they are due. */
  readonly fires: boolean;
  /** Reloads the functions when their code changes. */
  readonly watch: boolean;
}

/** The options of a system that keeps nothing: for the demo and for tests. */
export const IN_MEMORY: Options = {
  port: 0,
  template: fileURLToPath(new URL("../../template.yaml", import.meta.url)),
  memory: true,
  reset: false,
  strict: false,
  parameters: {},
  fires: false,
  watch: false,
};

const USAGE = `Usage: npm start -- [options]

  --port N         the port of the HTTP API (3000); 0 chooses a free one
  --template FILE  the SAM template (template.yaml)
  --memory         keep nothing on disk
  --reset          delete what is on disk, and start anew
  --endpoint URL   use another DynamoDB, for example DynamoDB Local
  --parameter N=V  the value of a parameter of the template; repeat it for several
  --strict         fail if something in the template is ignored
  --watch          reload the functions when their code changes`;

/** Reads the arguments of the command. Throws a `UserError` that says what is wrong. */
export const optionsOf = (args: readonly string[]): Options => {
  const { port, parameter, ...values } = valuesOf(args);
  if (!/^\d{1,5}$/.test(port) || Number(port) > MOST)
    throw new UserError(`--port ${port} is not a port. Give a number from 0 to ${MOST}`);
  if (values.endpoint !== undefined && !URL.canParse(values.endpoint))
    throw new UserError(`--endpoint ${values.endpoint} is not a URL, as in http://127.0.0.1:8000`);
  if (values.memory && values.reset)
    throw new UserError("--memory keeps nothing on disk, so --reset has nothing to delete");
  return { ...values, port: Number(port), parameters: parametersOf(parameter), fires: true };
};

/** The local S3 uses the next port. */
const MOST = 65_534;

const parametersOf = (given: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    given.map((one) => {
      const [, name, value] = /^(\w+)=(.*)$/s.exec(one) ?? [];
      if (name === undefined || value === undefined)
        throw new UserError(
          `--parameter ${one} has no name and value, as in --parameter CarrierUrl=http://127.0.0.1:4000`,
        );
      return [name, value];
    }),
  );

const valuesOf = (args: readonly string[]) => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: "string", default: "3000" },
        template: { type: "string", default: "template.yaml" },
        memory: { type: "boolean", default: false },
        reset: { type: "boolean", default: false },
        endpoint: { type: "string" },
        parameter: { type: "string", multiple: true, default: [] },
        strict: { type: "boolean", default: false },
        watch: { type: "boolean", default: false },
      },
    });
    return values;
  } catch (error) {
    throw new UserError(`${errorText(error)}\n\n${USAGE}`, error);
  }
};
