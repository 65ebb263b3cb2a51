import { LitElement, css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { ApiError } from "../api/api";
import type { Catalogue } from "../api/model";
import { type Rpc, failureOf } from "../api/rpc";
import "../app/modal-dialog";
import type { ModalDialog } from "../app/modal-dialog";
import { ConfigService, type GetSystemInfoResponse } from "../gen/darkroom/v1/config_service_pb";
import { texts as callerTexts } from "../session/texts";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import "./gpu-card";
import { type Fact, gatewayFacts, jobFacts, versionFacts } from "./system-facts";

const EVERY_MILLIS = 2000;

/** Shows the state of the job, its GPUs, the gateway and what they depend on. */
@customElement("system-view")
export class SystemView extends LitElement {
  @property({ attribute: false }) rpc!: Rpc;
  @property({ attribute: false }) catalogue: Catalogue = { filters: [] };
  @state() private info: GetSystemInfoResponse | undefined;
  @state() private error = "";
  @state() private denied = false;
  @query("modal-dialog") private dialog!: ModalDialog;
  private timer: ReturnType<typeof setInterval> | undefined;

  async open(): Promise<void> {
    await this.updateComplete;
    await this.dialog.open();
    this.timer = setInterval(() => void this.refresh(), EVERY_MILLIS);
    await this.refresh();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  private stop(): void {
    clearInterval(this.timer);
  }

  private async refresh(): Promise<void> {
    try {
      this.info = await this.rpc.client(ConfigService).getSystemInfo({});
      this.error = "";
    } catch (error) {
      this.refuse(failureOf(error));
    }
  }

  /** A caller who may not see the state may not see it in two seconds either. */
  private refuse({ code, message }: ApiError): void {
    this.denied = code === "PermissionDenied";
    this.error = this.denied ? callerTexts.mayNot.system : message;
    if (this.denied) {
      this.stop();
    }
  }

  override render() {
    return html`<modal-dialog
      placement="side"
      heading=${texts.app.system}
      name="system-view"
      @closed=${this.stop}
    >
      <p role="status" class="error">${this.error}</p>
      ${this.denied ? nothing : this.known()}
    </modal-dialog>`;
  }

  private known() {
    return this.info ? this.content(this.info) : html`<p class="muted">${texts.system.loading}</p>`;
  }

  private content(info: GetSystemInfoResponse) {
    const { system } = texts;
    const devices = info.job?.deviceStatus ?? [];
    return html`${section(system.health, "system-health", this.health(info))}
    ${section(system.job, "system-job", facts(jobFacts(info)))}
    ${section(
      system.gpus,
      "system-gpus",
      devices.length === 0
        ? html`<p class="muted">${system.noGpus}</p>`
        : repeat(
            devices,
            ({ uuid }) => uuid,
            (device) => html`<gpu-card .device=${device}></gpu-card>`,
          ),
    )}
    ${section(system.gateway, "system-gateway", facts(gatewayFacts(info)))}
    ${section(system.catalogue, "system-catalogue", this.plugins(info))}
    ${section(system.versions, "system-versions", facts(versionFacts(info)))}`;
  }

  private health({ health }: GetSystemInfoResponse) {
    return html`<ul class="health">
      ${health.map(
        ({ name, state, message }) =>
          html`<li data-state=${state}>
            <span class="dot ${state}"></span>
            <span>${texts.system.dependencies[name] ?? name}</span>
            <span class="muted">${state}${message ? `: ${message}` : ""}</span>
          </li>`,
      )}
    </ul>`;
  }

  private plugins({ plugins }: GetSystemInfoResponse) {
    const { system } = texts;
    return html`<p>${system.filters(this.catalogue.filters.length)}</p>
      ${
        plugins.length === 0
          ? html`<p class="muted">${system.noPlugins}</p>`
          : html`<ul>
              ${plugins.map(
                ({ jar, name, filters, problem }) =>
                  html`<li>
                    <strong>${name || jar}</strong>
                    <span class=${problem ? "error" : "muted"}
                      >${problem || filters.join(", ")}</span
                    >
                  </li>`,
              )}
            </ul>`
      }`;
  }

  static override styles = [
    shared,
    css`
      section {
        display: grid;
        gap: 0.5rem;
        margin-bottom: 1.5rem;
        font-size: 0.8125rem;
      }
      dl {
        display: grid;
        gap: 0.25rem;
      }
      dl div {
        display: flex;
        justify-content: space-between;
        gap: 1rem;
      }
      dt {
        flex: none;
        color: var(--muted);
      }
      dd {
        text-align: right;
        overflow-wrap: anywhere;
        min-width: 0;
      }
      .health {
        display: grid;
        gap: 0.25rem;
      }
      .health li {
        display: grid;
        grid-template-columns: auto 8rem 1fr;
        align-items: baseline;
        gap: 0.5rem;
      }
      .dot {
        width: 0.5rem;
        height: 0.5rem;
        border-radius: 50%;
        background: var(--warning);
      }
      .dot.up {
        background: var(--success);
      }
      .error {
        color: var(--warning);
      }
    `,
  ];
}

function section(title: string, name: string, content: unknown) {
  return html`<section aria-label=${title} data-testid=${name}>
    <h3>${title}</h3>
    ${content}
  </section>`;
}

function facts(all: Fact[]) {
  return html`<dl>
    ${all.map(
      ([title, value]) =>
        html`<div>
          <dt>${title}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}
