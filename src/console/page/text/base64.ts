/** How many bytes a text in base64 holds (RFC 4648, section 4). */
export const bytesIn = (base64: string): number => Math.floor((base64.replace(/=+$/, "").length * 3) / 4);
