import { LitElement, css, html } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Rpc } from "../api/rpc";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import { attempt } from "./attempt";
import { choose } from "./choose";
import type { ConfirmDialog } from "./confirm-dialog";
import "./confirm-dialog";
import { messageOf } from "./problems";
import { SourceService } from "../gen/darkroom/v1/source_service_pb";
import { VideoService, type Video } from "../gen/darkroom/v1/video_service_pb";
import { skeleton } from "./skeleton";
import { formStyles, mediaStyles, sourceStyles } from "./styles";
import { freeName } from "./test-picture";
import { sourceIdOf, videoFacts } from "./video-facts";
import "./video-upload";

/** The gateway's videos: upload, play, delete. Fires `input-chosen` when one is played. */
@customElement("video-library")
export class VideoLibrary extends LitElement {
  @property({ attribute: false }) rpc!: Rpc;
  @property({ attribute: false }) base!: URL;
  /** Whether the tab is shown; the list is loaded each time it is. */
  @property({ type: Boolean }) shown = false;
  /** Ids that exist. */
  @property({ attribute: false }) taken: string[] = [];
  @state() private videos: Video[] | undefined;
  @state() private error = "";
  @query("h3") private heading!: HTMLElement;
  @query("confirm-dialog") private confirmation!: ConfirmDialog;

  override updated(changed: Map<string, unknown>): void {
    if (changed.has("shown") && this.shown) {
      void this.refresh();
    }
  }

  override render() {
    const words = texts.sources.videos;
    return html`<div class="stack">
      <h3 tabindex="-1">${words.heading}</h3>
      <video-upload .base=${this.base} @uploaded=${this.refresh}></video-upload>
      ${this.content()}
      <confirm-dialog></confirm-dialog>
    </div>`;
  }

  private content() {
    if (!this.videos) {
      return this.error ? html`<p class="problem" role="alert">${this.error}</p>` : skeleton(2);
    }
    if (this.videos.length === 0) {
      return html`<p class="empty" data-testid="videos-empty">${texts.sources.videos.empty}</p>`;
    }
    return html`<ul data-testid="video-list">
      ${this.videos.map((video) => this.item(video))}
    </ul>`;
  }

  private item(video: Video) {
    const words = texts.sources.videos;
    const { videoId } = video;
    const preview = new URL(`videos/${encodeURIComponent(videoId)}/preview`, this.base);
    const named = (action: string) => texts.sources.list.named(action, videoId);
    return html`<li data-testid="video-item" data-video-id=${videoId}>
      <img class="thumb" src=${preview.href} alt="" loading="lazy" />
      <div>
        <p class="name">${videoId}</p>
        <p class="hint number">${videoFacts(video)}</p>
        <div class="actions">
          <button class="small" aria-label=${named(words.play)} @click=${() => this.play(videoId)}>
            ${words.play}
          </button>
          <button
            class="small"
            aria-label=${named(words.remove)}
            @click=${() => this.discard(videoId)}
          >
            ${words.remove}
          </button>
        </div>
      </div>
    </li>`;
  }

  private async play(videoId: string): Promise<void> {
    const sourceId = freeName(sourceIdOf(videoId), this.taken);
    const source = { sourceId, uri: `video:${videoId}`, loop: true };
    const call = () => this.rpc.client(SourceService).putSource({ source, createOnly: true });
    if (await attempt(this, call)) {
      choose(this, sourceId, texts.sources.videos.playing(videoId, sourceId));
    }
  }

  private async discard(videoId: string): Promise<void> {
    const words = texts.sources.videos;
    const agreed = await this.confirmation.ask({
      title: words.removeTitle(videoId),
      text: words.removeText,
      agree: words.remove,
    });
    const call = () => this.rpc.client(VideoService).deleteVideo({ videoId });
    if (agreed && (await attempt(this, call, words.removed(videoId)))) {
      this.heading.focus();
      await this.refresh();
    }
  }

  private async refresh(): Promise<void> {
    try {
      this.videos = (await this.rpc.client(VideoService).listVideos({})).videos;
      this.error = "";
    } catch (error) {
      this.error = messageOf(error);
    }
  }

  static override styles = [
    shared,
    sourceStyles,
    formStyles,
    mediaStyles,
    css`
      h3:focus {
        outline: none;
      }
      ul {
        display: grid;
        gap: 0.75rem;
      }
      li {
        display: grid;
        grid-template-columns: 8rem minmax(0, 1fr);
        gap: 0.75rem;
        align-items: start;
      }
      .name {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .actions {
        padding-top: 0.375rem;
      }
    `,
  ];
}
