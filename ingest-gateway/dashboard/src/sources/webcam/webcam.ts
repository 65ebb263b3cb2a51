import { RateMeter } from "../../frames/meters";
import { type Camera, type CameraChoice, type Picture, openCamera } from "./camera";
import { type Jpeg, JpegEncoder } from "./jpeg";
import { Pace } from "./pace";
import { type Problem, pageProblem, problemOf } from "./problem";
import { FramePublisher, type PublishListener } from "./publisher";
import { webcamStream } from "./stream-name";

export type WebcamState =
  { kind: "off" } | { kind: "starting" } | WebcamOn | { kind: "failed"; problem: Problem };

/** The camera's pictures are published. */
export interface WebcamOn {
  kind: "on";
  streamId: string;
  media: MediaStream;
  /** Whether the gateway is connected. */
  connected: boolean;
  /** Frames per second that the gateway stored. */
  fps: number;
  sent: number;
  /** Frames that were left out because the connection was busy or broken. */
  skipped: number;
  /** Why the gateway refused the last frame; empty if it did not. */
  refused: string;
}

/** What a webcam needs of the browser; tests replace it. */
export interface Surroundings {
  pageProblem(): Problem | undefined;
  open(choice: CameraChoice): Promise<Camera>;
  encoder(choice: CameraChoice): { encode(picture: Picture): Promise<Jpeg> };
  publisher(url: string, streamId: string, listener: PublishListener): PublisherLike;
  streamId(): string;
  now(): number;
}

type PublisherLike = Pick<FramePublisher, "ready" | "publish" | "close">;

const BROWSER: Surroundings = {
  pageProblem,
  open: openCamera,
  encoder: (choice) => new JpegEncoder(choice),
  publisher: (url, streamId, listener) => new FramePublisher(url, streamId, listener),
  streamId: webcamStream,
  now: Date.now,
};

/** Parts of a running webcam. */
interface Run {
  camera?: Camera;
  publisher?: PublisherLike;
}

/**
 * Publishes this device's camera until it is stopped; independent of what the page shows. Fires
 * `change` after each change of {@link state}.
 */
export class Webcam extends EventTarget {
  state: WebcamState = { kind: "off" };
  private run: Run | undefined;

  constructor(private readonly surroundings: Surroundings = BROWSER) {
    super();
  }

  /**
   * @param sockets root of the gateway's WebSockets
   */
  async start(sockets: URL, choice: CameraChoice): Promise<void> {
    this.stop();
    const problem = this.surroundings.pageProblem();
    if (problem) {
      return this.change({ kind: "failed", problem });
    }
    const run: Run = {};
    this.run = run;
    this.change({ kind: "starting" });
    try {
      const camera = await this.surroundings.open(choice);
      if (this.run !== run) {
        // Stopped while the browser asked for permission.
        return camera.close();
      }
      this.begin(run, camera, sockets, choice);
    } catch (error) {
      this.fail(run, problemOf(error));
    }
  }

  stop(): void {
    const { run } = this;
    this.run = undefined;
    run?.camera?.close();
    run?.publisher?.close();
    if (this.state.kind !== "off") {
      this.change({ kind: "off" });
    }
  }

  private begin(run: Run, camera: Camera, sockets: URL, choice: CameraChoice): void {
    const streamId = this.surroundings.streamId();
    const url = new URL(`streams/${streamId}/publish`, sockets).href;
    const counts = { connected: false, fps: 0, sent: 0, skipped: 0, refused: "" };
    run.camera = camera;
    camera.onlost = () => this.fail(run, "lost");
    this.change({ kind: "on", streamId, media: camera.media, ...counts });
    const publisher = this.surroundings.publisher(url, streamId, this.listener(run));
    run.publisher = publisher;
    const pace = new Pace(choice.fps);
    const encoder = this.surroundings.encoder(choice);
    camera.start(async (picture) => {
      const now = this.surroundings.now();
      if (!pace.due(now)) {
        return;
      }
      if (!publisher.ready) {
        return this.update(run, ({ skipped }) => ({ skipped: skipped + 1 }));
      }
      publisher.publish(await encoder.encode(picture), now);
    });
  }

  private listener(run: Run): PublishListener {
    const rate = new RateMeter();
    return {
      connectionChanged: (connected) => this.update(run, () => ({ connected })),
      stored: () => {
        const now = this.surroundings.now();
        rate.mark(now);
        const fps = rate.perSecond(now);
        this.update(run, ({ sent }) => ({ sent: sent + 1, fps, refused: "" }));
      },
      refused: (refused) => this.update(run, () => ({ refused })),
    };
  }

  private update(run: Run, change: (state: WebcamOn) => Partial<WebcamOn>): void {
    if (this.run === run && this.state.kind === "on") {
      this.change({ ...this.state, ...change(this.state) });
    }
  }

  private fail(run: Run, problem: Problem): void {
    if (this.run === run) {
      this.stop();
      this.change({ kind: "failed", problem });
    }
  }

  private change(state: WebcamState): void {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}

/** The webcam of this page. */
export const webcam = new Webcam();
