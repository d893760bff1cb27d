import type * as z from "zod";
import type { ZodOpenApiLinksObject, ZodOpenApiMediaTypeObject, ZodOpenApiOperationObject } from "zod-openapi";

/** The schema of a body, by media type. */
export type Content = Readonly<Record<string, ZodOpenApiMediaTypeObject>>;

/** One answer. The names of its headers are in lower case. */
export interface Response {
  readonly description: string;
  readonly headers?: z.ZodObject;
  readonly content?: Content;
  readonly links?: ZodOpenApiLinksObject;
}

/** One route, with all the statuses that it can answer. */
export interface Operation extends Omit<ZodOpenApiOperationObject, "requestBody" | "responses"> {
  readonly requestBody?: { readonly description?: string; readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<number, Response>>;
}
