import { LitElement, css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { ModalDialog } from "../app/modal-dialog";
import "../app/modal-dialog";
import { type Notice, notify } from "../app/notify";
import type { ToastList } from "../app/toast-list";
import "../app/toast-list";
import type { Stream } from "../api/model";
import type { Rpc } from "../api/rpc";
import { FollowsRights, type Permission, rights } from "../session/rights";
import { texts as callerTexts } from "../session/texts";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import type { Chosen } from "./choose";
import "./image-library";
import "./source-list";
import { SourceWatch } from "./source-watch";
import { sourceStyles } from "./styles";
import "./synthetic-cameras";
import { tabList } from "./tab-list";
import "./video-library";
import "./webcam/webcam-indicator";
import "./webcam/webcam-panel";

export type DrawerTab = "streams" | "synthetic" | "videos" | "images" | "webcam";

/** What a caller needs for the whole of a tab. */
const NEEDED: Partial<Record<DrawerTab, Exclude<Permission, "watch">>> = {
  synthetic: "sources",
  videos: "videos",
  images: "publish",
  webcam: "publish",
};

const TABS: DrawerTab[] = ["streams", "synthetic", "videos", "images", "webcam"];

/**
 * The drawer in which a user chooses and adds what is watched. Fires `stream-chosen` with the id
 * of a stream to show, after it has closed.
 */
@customElement("source-drawer")
export class SourceDrawer extends LitElement {
  @property({ attribute: false }) rpc!: Rpc;
  /** Root of the gateway's HTTP API. */
  @property({ attribute: false }) base!: URL;
  /** Root of the gateway's WebSockets. */
  @property({ attribute: false }) sockets!: URL;
  /** All streams; undefined until they are known. */
  @property({ attribute: false }) streams: Stream[] | undefined;
  @state() private opened = false;
  @state() private tab: DrawerTab = "streams";
  @query("modal-dialog") private dialog!: ModalDialog;
  @query("toast-list") private toasts!: ToastList;
  private readonly watch = new SourceWatch(this, () => this.rpc);

  constructor() {
    super();
    new FollowsRights(this);
  }

  async open(tab: DrawerTab = this.tab): Promise<void> {
    this.tab = tab;
    this.opened = true;
    this.watch.want(rights.may("sources"));
    await this.updateComplete;
    await this.dialog.open();
  }

  close(): void {
    this.dialog.close();
  }

  override render() {
    return html`<modal-dialog
      heading=${texts.sources.heading}
      placement="side"
      name="source-drawer"
      closeName="drawer-close"
      @closed=${this.onClosed}
      @notice=${this.onNotice}
      @input-chosen=${(event: CustomEvent<Chosen>) => this.choose(event.detail)}
    >
      ${tabList(
        texts.sources.tabs.label,
        TABS.map((id) => ({ id, label: texts.sources.tabs[id] })),
        this.tab,
        (tab) => (this.tab = tab),
      )}
      ${TABS.map((tab) => this.panel(tab))}
      <toast-list></toast-list>
    </modal-dialog>`;
  }

  private panel(tab: DrawerTab) {
    return html`<div
      role="tabpanel"
      id="panel-${tab}"
      aria-labelledby="tab-${tab}"
      ?hidden=${tab !== this.tab}
    >
      ${this.content(tab)}
    </div>`;
  }

  private content(tab: DrawerTab) {
    const shown = this.opened && tab === this.tab;
    const { rpc, base, taken } = this;
    const needed = NEEDED[tab];
    if (needed && !rights.may(needed)) {
      return html`<p class="empty" data-testid="denied-${tab}">${callerTexts.mayNot[needed]}</p>`;
    }
    const editable = rights.may("sources");
    switch (tab) {
      case "streams":
        return html`<source-list
          .rpc=${rpc}
          .base=${base}
          .sources=${editable ? this.watch.sources : []}
          .editable=${editable}
          .streams=${this.streams ?? []}
          .error=${this.watch.error}
        ></source-list>`;
      case "synthetic":
        return html`<synthetic-cameras .rpc=${rpc} .taken=${taken}></synthetic-cameras>`;
      case "videos":
        return html`<video-library
          .rpc=${rpc}
          .base=${base}
          .shown=${shown}
          .taken=${taken}
        ></video-library>`;
      case "images":
        return html`<image-library
          .rpc=${rpc}
          .base=${base}
          .shown=${shown}
          .taken=${taken}
        ></image-library>`;
      case "webcam":
        return html`<webcam-panel .sockets=${this.sockets} .shown=${shown}></webcam-panel>`;
      default:
        return nothing;
    }
  }

  /** Ids that a new source cannot have, or should not have because another program publishes. */
  private get taken(): string[] {
    const sources = this.watch.sources ?? [];
    const live = (this.streams ?? []).filter(({ state }) => state === "live");
    return [...sources.map(({ sourceId }) => sourceId), ...live.map(({ streamId }) => streamId)];
  }

  private choose({ streamId: detail, said }: Chosen): void {
    this.close();
    // The dialog tells later that it has closed.
    this.opened = false;
    this.dispatchEvent(
      new CustomEvent<string>("stream-chosen", { detail, bubbles: true, composed: true }),
    );
    if (said) {
      notify(this, "success", said);
    }
  }

  private onClosed(): void {
    this.opened = false;
    this.watch.want(false);
  }

  /** The page's messages are behind an open dialog, so the drawer shows its own. */
  private onNotice(event: CustomEvent<Notice>): void {
    if (this.opened) {
      event.stopPropagation();
      this.toasts.add(event.detail);
    }
  }

  static override styles = [
    shared,
    sourceStyles,
    css`
      .tabs {
        display: flex;
        gap: 0.125rem;
        margin: -0.5rem -0.5rem 1rem;
        overflow-x: auto;
        border-bottom: 1px solid var(--line);
      }
      [role="tab"] {
        flex: 1 0 auto;
        padding: 0.375rem 0.5rem;
        border: 0;
        border-bottom: 2px solid transparent;
        border-radius: 6px 6px 0 0;
        background: none;
        color: var(--muted);
      }
      @media (max-width: 480px) {
        [role="tab"] {
          padding-inline: 0.25rem;
          font-size: 0.8125rem;
        }
      }
      [role="tab"]:focus-visible {
        outline-offset: -2px;
      }
      [role="tab"][aria-selected="true"] {
        border-bottom-color: var(--safelight);
        color: var(--text);
        font-weight: 600;
      }
      [role="tabpanel"][hidden] {
        display: none;
      }
    `,
  ];
}
