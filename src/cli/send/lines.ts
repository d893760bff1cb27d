/** The lines of a stream of UTF-8 that are not blank, each with its number. Throws a TypeError for bytes that are no UTF-8. */
export async function* linesOf(
  input: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ readonly line: string; readonly number: number }> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  let number = 0;
  for await (const chunk of input) {
    const lines = `${rest}${decoder.decode(chunk, { stream: true })}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      number += 1;
      if (line.trim() !== "") yield { line, number };
    }
  }
  rest += decoder.decode();
  if (rest.trim() !== "") yield { line: rest, number: number + 1 };
}
