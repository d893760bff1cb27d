/** A part of a path, decoded; one that cannot be, as it came. */
export const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};
