import type { Frame, Lineage, Stage } from "./frame";
import { type Latency, LatencyMeter, RateMeter, Smoothed } from "./meters";

/** Why a frame was not drawn after it was received. */
export type SkipReason = "late" | "undrawable" | "undecodable";

/** Statistics of the frames of one picture at one moment. */
export interface Reading {
  frames: number;
  /** Frames per second that were drawn. */
  fps: number;
  /** Frames per second that were received. */
  receivedFps: number;
  latency: Latency | undefined;
  lineage: Lineage | undefined;
  /**
   * Frames that were not drawn, by reason: those of the gateway, `missing` (never received, and not
   * reported by the gateway), and those of {@link SkipReason}.
   */
  lost: Readonly<Record<string, number>>;
}

/** Collects statistics of one picture's frames. Times are milliseconds since 1970. */
export class FrameReadings {
  private frames = 0;
  private readonly drawnRate = new RateMeter();
  private readonly receivedRate = new RateMeter();
  private readonly latency = new LatencyMeter();
  private readonly lost: Record<string, number> = {};
  private gaps = 0;
  private reported = 0;
  private sinceOpen = 0;
  private last: Frame | undefined;
  private lineage: Lineage | undefined;
  private stages: Smoothed[] = [];

  /** A connection opened. It begins with the newest frame, which is no neighbour of the next. */
  opened(): void {
    this.sinceOpen = 0;
  }

  received(frame: Frame, now: number): void {
    this.receivedRate.mark(now);
    this.sinceOpen++;
    const previous = this.last;
    this.last = frame;
    // Epoch 0 marks bare images. Their sequence is a topic offset, which other streams advance too.
    const neighbour = previous?.epoch === frame.epoch && this.sinceOpen !== 2;
    if (previous && neighbour && frame.epoch !== 0n) {
      this.gaps += Math.max(0, Number(frame.sequence - previous.sequence) - 1);
    }
  }

  drawn(frame: Frame, now: number): void {
    this.frames++;
    this.drawnRate.mark(now);
    this.latency.add(frame.capturedAt, now);
    if (frame.lineage) {
      this.smooth(frame.lineage);
    }
  }

  skipped(reason: SkipReason): void {
    this.count(reason, 1);
  }

  /** The gateway left out frames. */
  dropped(counts: Record<string, number>): void {
    for (const [reason, count] of Object.entries(counts)) {
      this.count(reason, count);
      this.reported += count;
    }
  }

  /** Forgets the last frame, so that a pause is no loss. */
  interrupted(): void {
    this.last = undefined;
  }

  at(now: number): Reading {
    const missing = Math.max(0, this.gaps - this.reported);
    return {
      frames: this.frames,
      fps: this.drawnRate.perSecond(now),
      receivedFps: this.receivedRate.perSecond(now),
      latency: this.latency.latency,
      lineage: this.lineage && { ...this.lineage, stages: this.smoothedStages(this.lineage) },
      lost: missing > 0 ? { ...this.lost, missing } : { ...this.lost },
    };
  }

  private count(reason: string, by: number): void {
    this.lost[reason] = (this.lost[reason] ?? 0) + by;
  }

  private smooth(lineage: Lineage): void {
    const sameRevision = this.lineage?.revision === lineage.revision;
    if (!sameRevision || this.stages.length !== lineage.stages.length) {
      this.stages = lineage.stages.map(() => new Smoothed());
    }
    lineage.stages.forEach((stage, index) => this.stages[index]!.add(stage.millis));
    this.lineage = lineage;
  }

  private smoothedStages(lineage: Lineage): Stage[] {
    return lineage.stages.map((stage, index) => ({
      ...stage,
      millis: this.stages[index]!.value ?? stage.millis,
    }));
  }
}
