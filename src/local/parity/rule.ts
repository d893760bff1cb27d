/** How the local system treats a property of the template, or all resources of a type. */
export type Rule =
  | { readonly status: "honored" }
  | { readonly status: "approximated"; readonly how: string }
  /** `isHarmless` if it would change nothing that a function or a caller can see. */
  | { readonly status: "ignored"; readonly how: string; readonly isHarmless?: true };

/**
 * The rules of one type of resource, or of one type of event. A key is the path of a property, without the indexes of lists. It holds
 * for everything below it, unless a longer key says otherwise. The key `*` holds for all other properties.
 */
export type Rules = Readonly<Record<string, Rule>>;

export const honored: Rule = { status: "honored" };
export const approximated = (how: string): Rule => ({ status: "approximated", how });
export const ignored = (how: string): Rule => ({ status: "ignored", how });
export const harmless = (how: string): Rule => ({ status: "ignored", how, isHarmless: true });

/** Makes rules that give several properties the same rule. */
export const all = (rule: Rule, ...paths: readonly string[]): Rules =>
  Object.fromEntries(paths.map((path) => [path, rule]));
