/** A line of a plot. */
interface Line {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

interface Plot {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** The values at which both axes have a line. Both axes are logarithmic and end with these. */
  readonly ticks: readonly number[];
  readonly lines: readonly Line[];
}

const [WIDTH, HEIGHT] = [760, 420];
const BOX = { left: 72, right: 640, top: 66, bottom: 360 };
// Colors that differ in lightness too, for the light and the dark page.
const LIGHT = ["#0b5cad", "#b3470d", "#1b7f4b", "#7a3fa8"];
const DARK = ["#6cb6ff", "#ff9f5a", "#5fd39a", "#cf9cff"];

/** A plot of lines over logarithmic axes, as SVG. Each line has its name at its end, so it needs no legend. */
export const plot = ({ title, x, y, ticks, lines }: Plot): string => {
  const [least = 1, most = 1] = [ticks[0], ticks.at(-1)];
  const part = (value: number) => Math.log(value / least) / Math.log(most / least);
  const xOf = (value: number) => round(BOX.left + part(value) * (BOX.right - BOX.left));
  const yOf = (value: number) => round(BOX.bottom - part(value) * (BOX.bottom - BOX.top));
  const grid = ticks.flatMap((tick) => [
    `<path class="grid" d="M${BOX.left} ${yOf(tick)}H${BOX.right}M${xOf(tick)} ${BOX.top}V${BOX.bottom}"/>`,
    `<text class="small" x="${BOX.left - 8}" y="${yOf(tick) + 4}" text-anchor="end">${label(tick)}</text>`,
    `<text class="small" x="${xOf(tick)}" y="${BOX.bottom + 18}" text-anchor="middle">${label(tick)}</text>`,
  ]);
  const drawn = lines.flatMap(({ name, points }, index) => {
    const end = points.at(-1) ?? { x: least, y: least };
    const path = points.map((point) => `${xOf(point.x)} ${yOf(point.y)}`).join("L");
    return [
      `<path class="line c${index}" d="M${path}"/>`,
      `<text class="name t${index}" x="${BOX.right + 8}" y="${yOf(end.y) + 4}">${name}</text>`,
    ];
  });
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">`,
    `<style>${style}</style>`,
    `<text class="title" x="${BOX.left}" y="28">${title}</text>`,
    ...grid,
    ...drawn,
    `<text class="small" x="${BOX.right}" y="${BOX.bottom + 42}" text-anchor="end">${x}</text>`,
    `<text class="small" x="${BOX.left}" y="${BOX.top - 8}">${y}</text>`,
    "</svg>",
  ].join("\n")}\n`;
};

const colors = (list: readonly string[]) =>
  list.map((color, index) => `.c${index}{stroke:${color}}.t${index}{fill:${color}}`).join("");

const style = [
  "text{font-family:system-ui,sans-serif;fill:#1f2328}.title{font-size:16px;font-weight:600}.small{font-size:12px}",
  ".name{font-size:13px;font-weight:600}.grid{stroke:#d1d9e0;stroke-width:1;fill:none}",
  ".line{fill:none;stroke-width:2.5;stroke-linejoin:round}",
  colors(LIGHT),
  `@media (prefers-color-scheme:dark){text{fill:#e6edf3}.grid{stroke:#3d444d}${colors(DARK)}}`,
].join("");

const label = (value: number): string => value.toLocaleString("en-US");

const round = (value: number): number => Math.round(value * 10) / 10;
