const NAME = "token";

/**
 * The headers that prove that this page was opened by the address that the command printed. The token comes in the fragment of the
 * address, which a browser sends to nobody. It is kept for this tab only, and removed from the address.
 */
export const tokenHeaders = (): Readonly<Record<string, string>> => {
  const given = new URLSearchParams(location.hash.slice(1)).get(NAME);
  if (given !== null) {
    sessionStorage.setItem(NAME, given);
    history.replaceState(null, "", location.pathname + location.search);
  }
  const token = sessionStorage.getItem(NAME);
  return token === null ? {} : { "x-tributary-token": token };
};
