import type { BuildOptions } from "esbuild";
import { asText } from "./asText.ts";

/**
 * How esbuild bundles a Lambda function. Each line makes the function start faster; `npm run bench` measures by how much.
 * The AWS SDK is bundled too. So the project decides its version, and one file starts faster than the runtime's copy.
 */
export const functionBuild = {
  bundle: true,
  platform: "node",
  target: "node24",
  // An ES module that imports node:http also loads undici, Node's implementation of `fetch`, which nothing here uses. CommonJS does
  // not, but an `import()` in it does. The AWS SDK has one for endpoints without TLS.
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  supported: { "dynamic-import": false },
  mainFields: ["module", "main"], // if a package has both, ESM is smaller than CommonJS, because esbuild drops what is not used
  // The AWS SDK loads these files only when it needs them. Lambda sets the credentials in the environment, and no operation of DynamoDB
  // has an event stream, so a function never needs them. Elsewhere they come from node_modules: see test/credentials.test.ts.
  // docs/your-own-project.md and examples/orders/template.yaml have the same list, without the event streams: a client of S3 or Kinesis has them.
  external: [
    "@aws-sdk/credential-provider-http",
    "@aws-sdk/credential-provider-ini",
    "@aws-sdk/credential-provider-process",
    "@aws-sdk/credential-provider-sso",
    "@aws-sdk/credential-provider-web-identity",
    "@smithy/core/event-streams",
    "@smithy/credential-provider-imds",
  ],
  // The AWS SDK asks of each answer whether its body is a web stream. The question alone loads Node's web streams, and with node:http no
  // body is one.
  define: { ReadableStream: "undefined" },
  plugins: [asText(/docs\/openapi\.json$/)],
  // V8 reads each byte of a file before it runs the first one. The names stay, so that a stack trace in the function's log is readable
  // without a source map.
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 160, // Node prints the whole line of an uncaught error
  legalComments: "none",
} as const satisfies BuildOptions;
