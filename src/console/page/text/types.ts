/** The part of a type that says what happened: `com.amazonaws.s3.ObjectCreated:Put` is `ObjectCreated:Put`. */
export const shortType = (type: string): string => type.replace(/^(com\.amazonaws\.\w+\.|tributary\.)(?=.)/, "");
