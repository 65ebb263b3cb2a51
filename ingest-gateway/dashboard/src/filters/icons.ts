import { svg } from "lit";

function icon(path: string) {
  return svg`<svg viewBox="0 0 16 16" aria-hidden="true"><path d=${path}></path></svg>`;
}

export const icons = {
  handle: icon("M5.5 3h.01M10.5 3h.01M5.5 8h.01M10.5 8h.01M5.5 13h.01M10.5 13h.01"),
  fold: icon("M6 4l4 4-4 4"),
  remove: icon("M4 4l8 8M12 4l-8 8"),
  undo: icon("M6 3L3 6l3 3M3 6h6.5a3.5 3.5 0 010 7H7"),
  redo: icon("M10 3l3 3-3 3M13 6H6.5a3.5 3.5 0 000 7H9"),
  reset: icon("M3 3v3.5h3.5M3.3 6.5A5 5 0 118 13"),
  add: icon("M8 3v10M3 8h10"),
};
