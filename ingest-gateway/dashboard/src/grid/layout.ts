/** The frames that a picture shows. */
export interface Feed {
  kind: "stream" | "pipeline";
  id: string;
}

/** What a panel shows: one picture, or two of them with a movable split. */
export interface View {
  main: Feed;
  other?: Feed;
}

/** A panel of the grid. Its number is never used again while the page is open. */
export interface Panel {
  number: number;
  view: View;
}

/** The panels of the grid in their order. */
export interface Layout {
  panels: readonly Panel[];
  /** Number of the selected panel; undefined if there is none. */
  selected: number | undefined;
  nextNumber: number;
}

export const MAX_PANELS = 9;

export const EMPTY: Layout = { panels: [], selected: undefined, nextNumber: 1 };

/** Columns of the grid: 1, 1×2, 2×2, 3×2 or 3×3. */
export function columnsOf(panels: number): number {
  return panels <= 1 ? 1 : panels <= 4 ? 2 : 3;
}

/** Rows of the grid, with all its columns. */
export function rowsOf(panels: number): number {
  return Math.max(1, Math.ceil(panels / columnsOf(panels)));
}

/** Adds a panel at the end and selects it; the layout stays as it is if it is full. */
export function add(layout: Layout, view: View): Layout {
  if (layout.panels.length >= MAX_PANELS) {
    return layout;
  }
  const number = layout.nextNumber;
  return {
    panels: [...layout.panels, { number, view }],
    selected: number,
    nextNumber: number + 1,
  };
}

/** Removes a panel. If it was selected, the first panel becomes the selected one. */
export function remove(layout: Layout, number: number): Layout {
  const panels = layout.panels.filter((panel) => panel.number !== number);
  const selected = layout.selected === number ? panels[0]?.number : layout.selected;
  return { ...layout, panels, selected };
}

/** Selects a panel; the layout stays as it is if there is no such panel. */
export function select(layout: Layout, selected: number): Layout {
  const exists = layout.panels.some(({ number }) => number === selected);
  return exists && layout.selected !== selected ? { ...layout, selected } : layout;
}

/** Moves a panel to a place, counted from 0. */
export function move(layout: Layout, number: number, to: number): Layout {
  const panel = layout.panels.find((one) => one.number === number);
  if (!panel) {
    return layout;
  }
  const panels = layout.panels.filter((one) => one !== panel);
  panels.splice(Math.max(0, Math.min(to, panels.length)), 0, panel);
  return { ...layout, panels };
}

/** Replaces what a panel shows. */
export function show(layout: Layout, number: number, view: View): Layout {
  const panels = layout.panels.map((panel) => (panel.number === number ? { number, view } : panel));
  return { ...layout, panels };
}

export function sameFeed(one: Feed | undefined, other: Feed | undefined): boolean {
  return one?.kind === other?.kind && one?.id === other?.id;
}

export function sameView(one: View, other: View): boolean {
  return sameFeed(one.main, other.main) && sameFeed(one.other, other.other);
}
