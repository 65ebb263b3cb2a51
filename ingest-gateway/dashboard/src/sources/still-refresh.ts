import { isStill, republish } from "./still";

/**
 * When a frame is sent again after a change. A change takes effect a moment after it was saved;
 * the second time is for busy machines.
 */
const DELAYS_MILLIS = [400, 1600];

/**
 * Publishes the image of a stream again after one of its pipelines has changed: an image is one
 * frame, so that nothing else would be processed by the new chain.
 */
export class StillRefresh {
  private readonly pending = new Map<string, ReturnType<typeof setTimeout>[]>();

  constructor(
    private readonly base: URL,
    private readonly publish: (base: URL, streamId: string) => Promise<void> = republish,
  ) {}

  /** A pipeline of the stream has changed. Changes in quick succession count as one. */
  changed(streamId: string): void {
    if (!isStill(streamId)) {
      return;
    }
    this.pending.get(streamId)?.forEach(clearTimeout);
    // Without a frame left there is nothing to show.
    const send = () => void this.publish(this.base, streamId).catch(() => undefined);
    this.pending.set(
      streamId,
      DELAYS_MILLIS.map((delay) => setTimeout(send, delay)),
    );
  }
}
