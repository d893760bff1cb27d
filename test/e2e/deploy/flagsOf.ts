/** The flags with which the command talks to this API in the emulator. */
export const flagsOf = (apiId: string | undefined): readonly string[] => {
  const { port } = new URL(process.env["AWS_ENDPOINT_URL"] ?? "");
  const url = `http://127.0.0.1:${port}/_aws/execute-api/${apiId}/$default`;
  return ["--url", url, "--region", process.env["AWS_REGION"] ?? ""];
};
