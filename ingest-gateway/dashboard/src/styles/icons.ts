import { svg } from "lit";

const icon = (path: string) =>
  svg`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"><path d=${path}></path></svg>`;

/** Icons of 16 × 16 px in the colour of the text. */
export const icons = {
  move: icon("M6 3.5v.01M10 3.5v.01M6 8v.01M10 8v.01M6 12.5v.01M10 12.5v.01"),
  compare: icon("M8 2v12M2.5 4h3v8h-3zM10.5 4h3v8h-3z"),
  pause: icon("M5.5 3.5v9M10.5 3.5v9"),
  resume: icon("M5 3.5v9l7-4.5z"),
  snapshot: icon("M8 2.5v7M5 7l3 3 3-3M3 13h10"),
  image: icon("M2.5 3.5h11v9h-11zM3 11l3-3 2.5 2.5L11 8l2.5 2.5M5.5 6v.01"),
  fullScreen: icon("M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3"),
  remove: icon("M4 4l8 8M12 4l-8 8"),
  add: icon("M8 3v10M3 8h10"),
  fold: icon("M6 4l4 4-4 4"),
  undo: icon("M6 3L3 6l3 3M3 6h6.5a3.5 3.5 0 010 7H7"),
  redo: icon("M10 3l3 3-3 3M13 6H6.5a3.5 3.5 0 000 7H9"),
  reset: icon("M3 3v3.5h3.5M3.3 6.5A5 5 0 118 13"),
};
