import type { Frame, Lineage, Stage } from "./frame";
import { LatencyMeter, RateMeter, Smoothed } from "./meters";

/** Statistics of the frames of one panel at one moment. */
export interface Reading {
  frames: number;
  fps: number;
  latencyMillis: number | undefined;
  lineage: Lineage | undefined;
  skipped: Skipped;
}

/** Frames that were not drawn: `missed` ones were not received, the others were. */
export interface Skipped {
  missed: number;
  late: number;
  undrawable: number;
}

/** Collects statistics of one panel's frames. Times are milliseconds since 1970. */
export class FrameReadings {
  private frames = 0;
  private readonly rate = new RateMeter();
  private readonly latency = new LatencyMeter();
  private readonly skips: Skipped = { missed: 0, late: 0, undrawable: 0 };
  private last: Frame | undefined;
  private lineage: Lineage | undefined;
  private stages: Smoothed[] = [];

  received(frame: Frame): void {
    const previous = this.last;
    this.last = frame;
    // Epoch 0 marks bare images. Their sequence is a topic offset, which other streams advance too.
    if (previous && frame.epoch !== 0n && previous.epoch === frame.epoch) {
      this.skips.missed += Math.max(0, Number(frame.sequence - previous.sequence) - 1);
    }
  }

  drawn(frame: Frame, now: number): void {
    this.frames++;
    this.rate.mark(now);
    this.latency.add(frame.capturedAt, now);
    if (frame.lineage) {
      this.smooth(frame.lineage);
    }
  }

  skipped(reason: "late" | "undrawable" | "undecodable"): void {
    this.skips[reason === "late" ? "late" : "undrawable"]++;
  }

  at(now: number): Reading {
    return {
      frames: this.frames,
      fps: this.rate.perSecond(now),
      latencyMillis: this.latency.millis,
      lineage: this.lineage && { ...this.lineage, stages: this.smoothedStages(this.lineage) },
      skipped: { ...this.skips },
    };
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
