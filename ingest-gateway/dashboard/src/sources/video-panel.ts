import { LitElement, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { ApiError } from "../api/api";
import { SourceService } from "../gen/darkroom/v1/source_service_pb";
import { type Video, VideoService } from "../gen/darkroom/v1/video_service_pb";
import { type Rpc, failureOf } from "../api/rpc";
import { panelStyles } from "../styles/panel";
import { shared } from "../styles/shared";
import { Upload } from "./upload";
import { sourceIdOf, videoFacts } from "./video-facts";

/** Lists the videos in the gateway's library, plays and deletes them, and uploads new ones. */
@customElement("video-panel")
export class VideoPanel extends LitElement {
  @property({ attribute: false }) rpc!: Rpc;
  /** Root of the gateway's HTTP API. */
  @property({ attribute: false }) base!: URL;
  /** Whether the panel is open. */
  @property({ type: Boolean }) shown = false;
  @state() private videos: Video[] = [];
  @state() private error = "";
  @state() private notice = "";
  @state() private upload: Upload | undefined;
  /** From 0 to 1. */
  @state() private progress = 0;
  @query("input") private input!: HTMLInputElement;

  override updated(changed: Map<string, unknown>): void {
    if (changed.has("shown") && this.shown) {
      void this.attempt(() => this.refresh());
    }
  }

  override render() {
    return html`<ul data-testid="video-list">
        ${this.videos.map((video) => this.item(video))}
      </ul>
      ${this.uploadForm()}
      <p role="status" class="muted">${this.notice}</p>
      ${this.error ? html`<p role="alert" data-testid="video-error">${this.error}</p>` : nothing}`;
  }

  private item(video: Video) {
    const { videoId } = video;
    const preview = new URL(`videos/${encodeURIComponent(videoId)}/preview`, this.base);
    return html`<li data-video-id=${videoId}>
      <img src=${preview.href} alt="" loading="lazy" />
      <span class="name">${videoId}</span>
      <span class="facts muted number">${videoFacts(video)}</span>
      <div class="actions">
        ${this.action("Play as source", videoId, () => this.play(videoId))}
        ${this.action("Delete", videoId, () => this.discard(videoId))}
      </div>
    </li>`;
  }

  private action(name: string, videoId: string, call: () => Promise<void>) {
    return html`<button aria-label="${name}: ${videoId}" @click=${() => this.attempt(call)}>
      ${name}
    </button>`;
  }

  private uploadForm() {
    if (this.upload) {
      return html`<div class="actions">
        <progress
          aria-label="Upload"
          data-testid="upload-progress"
          .value=${this.progress}
          max="1"
        ></progress>
        <button @click=${() => void this.upload?.cancel()}>Cancel</button>
      </div>`;
    }
    return html`<form>
      <label>Upload a video
        <input
          type="file"
          accept="video/*,image/gif,.mkv,.ts,.mxf,.dv,.y4m,.mjpeg"
          data-testid="upload-file"
          @change=${() => this.attempt(() => this.send())}
        />
      </label>
    </form>`;
  }

  private async send(): Promise<void> {
    const file = this.input.files?.[0];
    if (!file) {
      return;
    }
    this.progress = 0;
    this.upload = new Upload(this.base, file, (bytes) => (this.progress = bytes / file.size));
    try {
      await this.upload.run();
      this.notice = `Uploaded ${file.name}.`;
    } finally {
      this.upload = undefined;
    }
    await this.refresh();
  }

  private async play(videoId: string): Promise<void> {
    const sourceId = sourceIdOf(videoId);
    await this.rpc.client(SourceService).putSource({ source: { sourceId, uri: `video:${videoId}`, loop: true } });
    this.notice = `Playing ${videoId} as stream ${sourceId}.`;
  }

  private async discard(videoId: string): Promise<void> {
    await this.rpc.client(VideoService).deleteVideo({ videoId });
    await this.refresh();
  }

  private async refresh(): Promise<void> {
    this.videos = (await this.rpc.client(VideoService).listVideos({})).videos;
  }

  private async attempt(call: () => Promise<void>): Promise<void> {
    this.error = "";
    this.notice = "";
    try {
      await call();
    } catch (error) {
      this.error = error instanceof ApiError ? error.message : failureOf(error).message;
    }
  }

  static override styles = [shared, panelStyles];
}
