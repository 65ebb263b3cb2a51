/** What a user chooses before the camera is started. */
export interface CameraChoice {
  /** Empty: the browser's standard camera. */
  deviceId: string;
  /** Largest size of the published pictures, in px. */
  widthPx: number;
  heightPx: number;
  /** Most pictures per second. */
  fps: number;
}

/** An open camera. The owner closes it. */
export interface Camera {
  /** For the preview. */
  readonly media: MediaStream;
  /** Called once if the camera is disconnected. */
  onlost: () => void;
  /** Delivers pictures, each once, until the camera is closed. */
  start(take: (picture: Picture) => Promise<void>): void;
  close(): void;
}

/** A picture of the camera, valid until `take` has resolved. */
export interface Picture {
  source: CanvasImageSource;
  widthPx: number;
  heightPx: number;
}

/** Opens a camera; rejects with a DOMException whose name says why it cannot. */
export async function openCamera(choice: CameraChoice): Promise<Camera> {
  const media = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: {
      deviceId: choice.deviceId ? { exact: choice.deviceId } : undefined,
      width: { ideal: choice.widthPx },
      height: { ideal: choice.heightPx },
      frameRate: { ideal: choice.fps },
    },
  });
  return new BrowserCamera(media);
}

/** The cameras that the browser shows; without labels before the user has allowed one. */
export async function listCameras(): Promise<MediaDeviceInfo[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return devices.filter(({ kind, deviceId }) => kind === "videoinput" && deviceId !== "");
}

class BrowserCamera implements Camera {
  onlost = () => {};
  private closed = false;
  private readonly track: MediaStreamTrack;

  constructor(readonly media: MediaStream) {
    this.track = media.getVideoTracks()[0]!;
    this.track.addEventListener("ended", () => this.onlost());
  }

  start(take: (picture: Picture) => Promise<void>): void {
    const run =
      typeof MediaStreamTrackProcessor === "function"
        ? this.readTrack(new MediaStreamTrackProcessor({ track: this.track }), take)
        : this.readVideo(take);
    run.catch(() => !this.closed && this.onlost());
  }

  close(): void {
    this.closed = true;
    this.media.getTracks().forEach((track) => track.stop());
  }

  /** Reads frames from the track: also in a hidden tab, without a copy through the page. */
  private async readTrack(
    processor: MediaStreamTrackProcessor,
    take: (picture: Picture) => Promise<void>,
  ): Promise<void> {
    const reader = processor.readable.getReader();
    while (!this.closed) {
      const { value: frame, done } = await reader.read();
      if (done) {
        return;
      }
      const { displayWidth: widthPx, displayHeight: heightPx } = frame;
      try {
        await take({ source: frame, widthPx, heightPx });
      } finally {
        frame.close();
      }
    }
  }

  /** Reads frames from a video element, for browsers without MediaStreamTrackProcessor. */
  private async readVideo(take: (picture: Picture) => Promise<void>): Promise<void> {
    const video = document.createElement("video");
    video.muted = true;
    video.playsInline = true;
    video.srcObject = this.media;
    await video.play();
    while (!this.closed) {
      await nextFrame(video);
      await take({ source: video, widthPx: video.videoWidth, heightPx: video.videoHeight });
    }
  }
}

function nextFrame(video: HTMLVideoElement): Promise<unknown> {
  return new Promise((resolve) =>
    "requestVideoFrameCallback" in video
      ? video.requestVideoFrameCallback(resolve)
      : setTimeout(resolve, 33),
  );
}

/** Not in TypeScript's library yet. */
declare global {
  interface MediaStreamTrackProcessor {
    readonly readable: ReadableStream<VideoFrame>;
  }
  var MediaStreamTrackProcessor:
    (new (init: { track: MediaStreamTrack }) => MediaStreamTrackProcessor) | undefined;
}
