/** The stream and the pipeline on view, as the page's address names them. */
export interface Route {
  stream: string | undefined;
  pipeline: string | undefined;
}

/** Reads `#stream=camera&pipeline=camera-edges`. */
export function readRoute(hash: string): Route {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  return {
    stream: parameters.get("stream") || undefined,
    pipeline: parameters.get("pipeline") || undefined,
  };
}

export function writeRoute({ stream, pipeline }: Route): string {
  const parameters = new URLSearchParams();
  if (stream) {
    parameters.set("stream", stream);
  }
  if (pipeline) {
    parameters.set("pipeline", pipeline);
  }
  return `#${parameters}`;
}
