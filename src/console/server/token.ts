import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** The header with which the page shows that it was opened from the printed address. */
export const TOKEN_HEADER = "x-tributary-token";

/** A secret that nobody can guess, for one run of a server. It can be a part of a URL as it is. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** Compares a text with a secret. How long it takes says nothing about the secret. */
export const isSecret = (secret: string, given: unknown): boolean =>
  typeof given === "string" && timingSafeEqual(digest(secret), digest(given));

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
