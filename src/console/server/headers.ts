export const consoleHeaders = { "content-security-policy": "default-src 'none'" };
