// Where everything stands, in pixels. What Grafana folds is drawn open, so that it is seen too.

/** Grafana's rows are 30 pixels high, 8 apart; columns are as wide as on a screen of 1,300 pixels. */
export const cell = { width: 54, height: 38, gap: 8 };

export const columns = 24;

const boxOf = ({ x, y, w, h }, below) => ({
  x: x * cell.width,
  y: (y + below) * cell.height,
  width: w * cell.width - cell.gap,
  height: h * cell.height - cell.gap,
});

/** The rows of the grid that the panels of a folded heading take. */
const depthOf = (panels) =>
  Math.max(0, ...panels.map(({ gridPos: { y, h } }) => y + h)) -
  Math.min(...panels.map(({ gridPos: { y } }) => y));

/** Panels and headings with their boxes: what stands below a folded heading moves down by what it holds. */
export function places({ panels }) {
  let below = 0;
  return panels.flatMap((panel) => {
    const own = { panel, box: boxOf(panel.gridPos, below) };
    const inside = panel.panels ?? [];
    if (panel.type !== 'row' || !panel.collapsed || inside.length === 0) return [own];
    const top = Math.min(...inside.map(({ gridPos }) => gridPos.y));
    const shift = panel.gridPos.y + 1 - top + below;
    below += depthOf(inside);
    return [own, ...inside.map((one) => ({ panel: one, box: boxOf(one.gridPos, shift) }))];
  });
}
