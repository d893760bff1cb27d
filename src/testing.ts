// The entry `tributary/testing`: tests of triggers and handlers. It needs no table, and no test framework.

export { type ContractOptions, contract } from "./testing/contract.ts";
export { type Fixtures, fixturesIn } from "./testing/fixturesIn.ts";
export { invoke } from "./testing/invoke.ts";
export { memoryLog, type TestLog, type TestLogOptions } from "./testing/memoryLog.ts";
export type { Promised } from "./testing/promised.ts";
