/** Whether the input is an object with that field. */
export const has = <Name extends string>(input: unknown, name: Name): input is Record<Name, unknown> =>
  typeof input === "object" && input !== null && Object.hasOwn(input, name);
