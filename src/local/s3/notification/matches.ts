/** A notification of a bucket in a template: the events, and the filter of the key. Both are as in the template. */
export interface Wanted {
  /** As in `s3:ObjectCreated:*` or `s3:ObjectRemoved:Delete`. */
  readonly events: readonly string[];
  /** Each rule's name is `prefix` or `suffix`, in any case. */
  readonly rules?: readonly { readonly name: string; readonly value: string }[];
}

/** Whether S3 sends a notification of the event to who wants these. `eventName` has no `s3:`, and `key` is not encoded. */
export const matches = ({ events, rules = [] }: Wanted, eventName: string, key: string): boolean =>
  events.some((event) => fits(event, `s3:${eventName}`)) &&
  rules.every(({ name, value }) => (name.toLowerCase() === "prefix" ? key.startsWith(value) : key.endsWith(value)));

const fits = (wanted: string, name: string): boolean =>
  wanted.endsWith(":*") ? name.startsWith(wanted.slice(0, -1)) : wanted === name;
