import type { Stream } from "../api/model";
import type { Source } from "../gen/darkroom/v1/source_pb";
import { type Words, sourceWords, streamWords } from "./source-words";

/** A source with the stream that it publishes, or a stream that another program publishes. */
export interface Input {
  /** Id of the source, or of the stream if it has none. */
  id: string;
  streamId: string;
  source?: Source;
  stream?: Stream;
  words: Words;
}

/** Joins sources and streams to one list: sources, then live streams, then others; each by id. */
export function inputsOf(sources: Source[], streams: Stream[]): Input[] {
  const byId = new Map(streams.map((stream) => [stream.streamId, stream]));
  const fetched = sources.map((source): Input => {
    const streamId = source.streamId || source.sourceId;
    const stream = byId.get(streamId);
    const words = sourceWords(source, stream?.lastFrame);
    return { id: source.sourceId, streamId, source, stream, words };
  });
  const known = new Set(fetched.map(({ streamId }) => streamId));
  const others = streams
    .filter(({ streamId }) => !known.has(streamId))
    .map((stream): Input => {
      const { streamId } = stream;
      return { id: streamId, streamId, stream, words: streamWords(stream) };
    });
  const all = [...fetched, ...others];
  return all.sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id));
}

function rank({ source, words }: Input): number {
  if (source) {
    return 0;
  }
  return words.tone === "live" ? 1 : 2;
}
