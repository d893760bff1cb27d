/** Decodes the percent-encoding of a part of a path. If that is invalid, the part stays unchanged. */
export const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};
