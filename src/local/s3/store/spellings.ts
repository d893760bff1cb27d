/**
 * The paths that are taken in the folder of a bucket. Some file systems take `A` and `a`, or two forms of `é`, for one name, and on
 * none can `a` be a file if `a/b` is one. So a key may become a path only if nothing else has it in any spelling.
 */
export const spellings = () => {
  const taken = new Map<string, Map<string, number>>();
  return {
    add: (key: string): void => {
      for (const path of pathsOf(key)) {
        const same = taken.get(folded(path)) ?? new Map<string, number>();
        taken.set(folded(path), same.set(path, (same.get(path) ?? 0) + 1));
      }
    },
    remove: (key: string): void => {
      for (const path of pathsOf(key)) {
        const same = taken.get(folded(path));
        const count = (same?.get(path) ?? 0) - 1;
        if (count > 0) same?.set(path, count);
        else same?.delete(path);
        if (same?.size === 0) taken.delete(folded(path));
      }
    },
    isFree: (key: string): boolean =>
      pathsOf(key).every((path) => [...(taken.get(folded(path))?.keys() ?? [])].every((other) => other === path)),
  };
};

/** The folders of a key, each with a `/` at its end, and the key. */
const pathsOf = (key: string): readonly string[] => {
  const names = key.split("/");
  return names.map((_, index) => names.slice(0, index + 1).join("/") + (index < names.length - 1 ? "/" : ""));
};

const folded = (path: string): string =>
  path.replace(/\/$/, "").normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
