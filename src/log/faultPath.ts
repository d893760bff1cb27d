/** The path to a fault as a text, by which rejections are counted and grouped: `s3.object.key`. It has at most 200 characters. */
export const faultPath = (path: readonly (string | number)[]): string => path.join(".").slice(0, 200);
