import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** The secret key of a test. */
export const SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/** Whether a request is signed with {@link SECRET}. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export const signatureIn = (request: IncomingMessage, body: string): "right" | "wrong" | "none" => {
  const { authorization } = request.headers;
  if (authorization === undefined) return "none";
  return authorization.endsWith(`Signature=${signatureOf(request, body, authorization)}`) ? "right" : "wrong";
};

const signatureOf = (request: IncomingMessage, body: string, authorization: string): string => {
  const [, scope = "", names = ""] = /Credential=[^/]+\/(\S+), SignedHeaders=(\S+),/.exec(authorization) ?? [];
  const [date = "", region = "", service = ""] = scope.split("/");
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const headers = names.split(";").map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const twice = path.split("/").map(encodeURIComponent).join("/"); // for every service but S3
  const canonical = [request.method, twice, query, headers.join(""), names, sha256(body)].join("\n");
  const stringToSign = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, sha256(canonical)].join("\n");
  const key = [date, region, service, "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${SECRET}`);
  return hmac(key, stringToSign).toString("hex");
};
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
