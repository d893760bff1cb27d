import * as z from "zod";
import { Quartiles, quartilesOf } from "./quartiles.ts";

const Figure = z.object({ value: Quartiles, ratio: Quartiles });

/** The figures of the contestants at one work. Each is also divided by that of the first contestant. */
export type Compared = z.infer<typeof Compared>;
export const Compared = z.array(z.object({ contestant: z.string(), figures: z.record(z.string(), Figure) }));

/** The figures of one round of one contestant, by name: `cpu` and `wall` in milliseconds. */
type Figures = Readonly<Record<string, number>>;

/**
 * Measures the contestants in turn, each round beginning with another one, and divides each figure by that of the first contestant
 * in the same round. So a machine that becomes slower in the meantime is slower for all of them.
 */
export const compare = async <Contestant extends { readonly contestant: string }>(
  contestants: readonly Contestant[],
  rounds: number,
  measure: (contestant: Contestant) => Promise<Figures>,
  say: (done: string) => void,
): Promise<Compared> => {
  const measured: Map<string, Figures>[] = [];
  for (let round = 0; round < rounds; round++) {
    const turn = new Map<string, Figures>();
    const first = round % contestants.length;
    for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)])
      turn.set(contestant.contestant, await measure(contestant));
    measured.push(turn);
    say(`round ${round + 1} of ${rounds}`);
  }
  const of = (turn: Map<string, Figures>, contestant: string | undefined, figure: string) =>
    turn.get(contestant ?? "")?.[figure] ?? Number.NaN;
  const figures = Object.keys(measured[0]?.get(contestants[0]?.contestant ?? "") ?? {});
  return contestants.map(({ contestant }) => ({
    contestant,
    figures: Object.fromEntries(
      figures.map((figure) => {
        const values = measured.map((turn) => of(turn, contestant, figure));
        const ratios = measured.map(
          (turn) => of(turn, contestant, figure) / of(turn, contestants[0]?.contestant, figure),
        );
        return [figure, { value: quartilesOf(values), ratio: quartilesOf(ratios) }];
      }),
    ),
  }));
};
