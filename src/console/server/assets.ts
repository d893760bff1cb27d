export const consoleAssets = async (): Promise<ReadonlyMap<string, { type: string; body: Buffer }>> =>
  new Map([
    ["/_console/", { type: "text/html; charset=utf-8", body: Buffer.from("<!doctype html><title>Console</title>") }],
  ]);
