import {
  EMPTY,
  type Feed,
  type Layout,
  MAX_PANELS,
  type Panel,
  type View,
  sameView,
} from "./layout";

const FEED = /^(stream|pipeline):([A-Za-z0-9][A-Za-z0-9._-]{0,127})$/;

/**
 * Reads a layout from the page's address, such as `#show=stream:camera,pipeline:edges&selected=1`:
 * one `show` per panel, with two feeds for a comparison. Also reads `#stream=camera&pipeline=edges`.
 * Ignores what it does not understand. Panels that `before` shows already keep their numbers.
 */
export function readAddress(hash: string, before: Layout = EMPTY): Layout {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  const views = [...parameters.getAll("show").flatMap(viewsOf), ...oldViews(parameters)];
  const layout = numbered(views.slice(0, MAX_PANELS), before);
  const index = Number(parameters.get("selected") ?? 1) - 1;
  return { ...layout, selected: (layout.panels[index] ?? layout.panels[0])?.number };
}

export function writeAddress({ panels, selected }: Layout): string {
  const shown = panels.map(({ view }) => `show=${textOf(view)}`);
  const index = panels.findIndex(({ number }) => number === selected);
  return `#${[...shown, ...(index > 0 ? [`selected=${index + 1}`] : [])].join("&")}`;
}

function textOf({ main, other }: View): string {
  return [main, ...(other ? [other] : [])].map(({ kind, id }) => `${kind}:${id}`).join(",");
}

function viewsOf(text: string): View[] {
  const [main, other] = text.split(",").map(feedOf);
  return main ? [other ? { main, other } : { main }] : [];
}

function feedOf(text: string): Feed | undefined {
  const match = FEED.exec(text);
  return match ? { kind: match[1] as Feed["kind"], id: match[2]! } : undefined;
}

/** The addresses of earlier versions: a stream, beside one of its pipelines. */
function oldViews(parameters: URLSearchParams): View[] {
  const main = feedOf(`stream:${parameters.get("stream") ?? ""}`);
  const other = feedOf(`pipeline:${parameters.get("pipeline") ?? ""}`);
  return main ? [other ? { main, other } : { main }] : [];
}

function numbered(views: View[], before: Layout): Layout {
  const known = [...before.panels];
  let nextNumber = before.nextNumber;
  const panels = views.map((view): Panel => {
    const index = known.findIndex((panel) => sameView(panel.view, view));
    return index < 0 ? { number: nextNumber++, view } : known.splice(index, 1)[0]!;
  });
  return { panels, selected: undefined, nextNumber };
}
