/** The timeout of a function begins when its code is loaded. Lambda allows 10 s for that; this machine may be slower. */
export const INIT_MS = 30_000;
