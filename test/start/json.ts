/** The JSON of an answer. */
export const jsonOf = async (asked: Promise<Response>) => JSON.parse(await (await asked).text());
