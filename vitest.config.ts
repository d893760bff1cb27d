import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["test/e2e/package/**"], // a project of its own, which test/e2e/package.sh uses
    globalSetup: "test/dynamodb.ts",
    setupFiles: "test/table.ts",
    // Against what hangs, and not a bound on speed: a test may share the machine with anything.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    coverage: {
      include: ["src/**/*.ts"],
      // What only runs against AWS, and the demo, are covered by test/e2e. test/start and test/cli start processes and threads of their own.
      exclude: [
        "src/**/*.test.ts",
        "src/**/*.d.ts",
        "src/local/demo.ts",
        "src/local/{run,start,summary,functions/worker}.ts",
        "src/cli/{main,commands/start}.ts",
        // What only runs in a browser: test/e2e/console.sh uses it there.
        "src/console/page/{api/{ask,log,token},cards/*,entry/tabs,parts/use*,state/{config,counts,list,loading,now,place,watch},views/*}.ts",
      ],
      thresholds: { statements: 95, branches: 90, functions: 95, lines: 95 },
    },
  },
});
