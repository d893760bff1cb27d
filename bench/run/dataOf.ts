/** The data of an entry, about as long as that of an upload. */
export const dataOf = (n: number): object => ({
  bucket: "amzn-s3-demo-bucket",
  key: `photos/2026/IMG ${n}.jpg`,
  size: 1024 + n,
  eTag: "534f04e0306f9a366e4966fb8593e8bf",
  sequencer: n.toString(16).padStart(18, "0"),
  sourceIp: "203.0.113.7",
  principalId: "AWS:AROACKCEVSQ6C2EXAMPLE:uploader",
  requestId: "C3D13FE58DE4C810",
});
