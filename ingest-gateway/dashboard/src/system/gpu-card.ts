import { LitElement, css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { DeviceStatus } from "../gen/darkroom/v1/filter_pb";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import { RecentValues } from "./recent-values";
import "./spark-line";

/** A number of a GPU. */
interface Figure {
  name: string;
  title: string;
  value: number | undefined;
  /** The value with its unit. */
  text: string;
  /** The highest value; 0 if unknown. */
  top: number;
}

/** Shows the load of a GPU as numbers and small charts of the last two minutes. */
@customElement("gpu-card")
export class GpuCard extends LitElement {
  @property({ attribute: false }) device!: DeviceStatus;
  private readonly history = new RecentValues();
  private figures: Figure[] = [];

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("device")) {
      this.figures = figuresOf(this.device);
      this.figures.forEach(({ name, value }) => this.history.add(name, value));
    }
  }

  override render() {
    return html`<section aria-label=${this.device.name} data-testid="gpu">
      <h3>${this.device.name}</h3>
      <dl>
        ${this.figures.map(
          ({ name, title, text, top }) =>
            html`<div data-testid="gpu-${name}">
              <dt>${title}</dt>
              <dd>${text}</dd>
              <spark-line .values=${this.history.of(name)} .top=${top}></spark-line>
            </div>`,
        )}
      </dl>
    </section>`;
  }

  static override styles = [
    shared,
    css`
      section {
        padding: 0.75rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
      h3 {
        font-size: 0.875rem;
      }
      dl {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 0.75rem;
        padding-top: 0.5rem;
      }
      dl div {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0.125rem 0.5rem;
      }
      dt {
        color: var(--muted);
      }
      dd {
        font-variant-numeric: tabular-nums;
      }
      spark-line {
        grid-column: 1 / -1;
      }
    `,
  ];
}

export function figuresOf(device: DeviceStatus): Figure[] {
  const { system } = texts;
  const memory = Number(device.memoryUsedBytes ?? -1n);
  const total = Number(device.memoryTotalBytes ?? 0n);
  const used = memory < 0 ? undefined : memory;
  return [
    figure(
      "utilization",
      system.utilization,
      device.utilizationPercent,
      100,
      (n) => `${n.toFixed(0)} %`,
    ),
    figure("memory", system.memory, used, total, (n) => system.of(gibibytes(n), gibibytes(total))),
    figure(
      "temperature",
      system.temperature,
      device.temperatureCelsius,
      100,
      (n) => `${n.toFixed(0)} °C`,
    ),
    figure("power", system.power, device.powerWatts, device.powerLimitWatts ?? 0, (n) =>
      device.powerLimitWatts
        ? system.of(`${n.toFixed(0)}`, `${device.powerLimitWatts.toFixed(0)} W`)
        : `${n.toFixed(0)} W`,
    ),
  ];
}

function figure(
  name: string,
  title: string,
  value: number | undefined,
  top: number,
  write: (value: number) => string,
): Figure {
  return {
    name,
    title,
    value,
    top,
    text: value === undefined ? texts.system.unknown : write(value),
  };
}

function gibibytes(bytes: number): string {
  return bytes > 0 ? `${(bytes / 2 ** 30).toFixed(1)} GiB` : texts.system.unknown;
}
