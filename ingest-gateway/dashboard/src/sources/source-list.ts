import { LitElement, css, html, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Stream } from "../api/model";
import type { Rpc } from "../api/rpc";
import type { Source } from "../gen/darkroom/v1/source_pb";
import { texts as callerTexts } from "../session/texts";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import { attempt } from "./attempt";
import { choose } from "./choose";
import type { ConfirmDialog } from "./confirm-dialog";
import "./confirm-dialog";
import { type Input, inputsOf } from "./inputs";
import { SourceService } from "../gen/darkroom/v1/source_service_pb";
import { skeleton } from "./skeleton";
import type { SourceForm } from "./source-form";
import "./source-form";
import type { SourceAction } from "./source-item";
import "./source-item";
import { sourceStyles } from "./styles";

/** Lists sources and streams with their status; fires `input-chosen` with a stream's id. */
@customElement("source-list")
export class SourceList extends LitElement {
  @property({ attribute: false }) rpc!: Rpc;
  @property({ attribute: false }) base!: URL;
  /** Unset: not known yet. */
  @property({ attribute: false }) sources: Source[] | undefined;
  @property({ attribute: false }) streams: Stream[] = [];
  /** Why the sources are not known at the moment. */
  @property() error = "";
  /** Whether the caller may see and change sources. */
  @property({ attribute: false }) editable = true;
  @query("h3") private heading!: HTMLElement;
  @query("source-form") private form!: SourceForm;
  @query("confirm-dialog") private confirmation!: ConfirmDialog;

  override render() {
    const words = texts.sources.list;
    return html`<div class="stack">
      <div class="top">
        <h3 tabindex="-1">${words.heading}</h3>
        ${
          this.editable
            ? html`<button data-testid="source-add" @click=${() => this.form.open()}>
                ${words.add}
              </button>`
            : nothing
        }
      </div>
      ${
        this.editable
          ? nothing
          : html`<p class="hint" data-testid="sources-denied">${callerTexts.mayNot.sources}</p>`
      }
      ${this.error ? html`<p class="problem" role="status">${this.error}</p>` : nothing}
      ${this.content()}
      <source-form
        .rpc=${this.rpc}
        @saved=${(event: CustomEvent<string>) => this.focusItem(event.detail)}
      ></source-form>
      <confirm-dialog></confirm-dialog>
    </div>`;
  }

  private content() {
    if (!this.sources) {
      return this.error ? nothing : skeleton(3);
    }
    const inputs = inputsOf(this.sources, this.streams);
    if (inputs.length === 0) {
      return html`<p class="empty" data-testid="sources-empty">${texts.sources.list.empty}</p>`;
    }
    return html`<ul data-testid="source-list">
      ${repeat(
        inputs,
        ({ id, source }) => `${source ? "source" : "stream"} ${id}`,
        (input) => this.item(input),
      )}
    </ul>`;
  }

  private item(input: Input) {
    return html`<li>
      <source-item
        data-id=${input.id}
        .input=${input}
        .base=${this.base}
        @chosen=${() => choose(this, input.streamId)}
        @action=${(event: CustomEvent<SourceAction>) => this.act(event.detail, input.source!)}
      ></source-item>
    </li>`;
  }

  private async act(action: SourceAction, source: Source): Promise<void> {
    const { sourceId } = source;
    const sources = this.rpc.client(SourceService);
    const words = texts.sources.list;
    switch (action) {
      case "start":
        await attempt(this, () => sources.startSource({ sourceId }), words.started(sourceId));
        return;
      case "stop":
        await attempt(this, () => sources.stopSource({ sourceId }), words.stopped(sourceId));
        return;
      case "restart":
        await attempt(this, () => this.restart(source), words.restarted(sourceId));
        return;
      case "edit":
        return this.form.open(source);
      case "remove":
        return this.discard(sourceId);
    }
  }

  /** Moves a video to its beginning; connects other sources again. */
  private async restart({ sourceId, uri }: Source): Promise<void> {
    const sources = this.rpc.client(SourceService);
    if (uri.startsWith("video:")) {
      await sources.seekSource({ sourceId, position: { seconds: 0n, nanos: 0 } });
      return;
    }
    await sources.stopSource({ sourceId });
    await sources.startSource({ sourceId });
  }

  private async discard(sourceId: string): Promise<void> {
    const words = texts.sources.list;
    const agreed = await this.confirmation.ask({
      title: words.removeTitle(sourceId),
      text: words.removeText,
      agree: words.remove,
    });
    if (!agreed) {
      return;
    }
    const call = () => this.rpc.client(SourceService).deleteSource({ sourceId });
    if (await attempt(this, call, words.removed(sourceId))) {
      this.heading.focus();
    }
  }

  private focusItem(id: string): void {
    const items = [...this.renderRoot.querySelectorAll<HTMLElement>("source-item")];
    items.find((item) => item.dataset.id === id)?.scrollIntoView({ block: "nearest" });
  }

  static override styles = [
    shared,
    sourceStyles,
    css`
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0.5rem;
      }
      h3:focus {
        outline: none;
      }
      ul {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.5rem;
      }
    `,
  ];
}
