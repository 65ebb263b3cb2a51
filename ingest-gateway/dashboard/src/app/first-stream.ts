import { LitElement, css, html } from "lit";
import { customElement } from "lit/decorators.js";
import { shared } from "../styles/shared";
import { texts } from "../texts";

/** Explains how to publish a first frame; shown if no stream exists. */
@customElement("first-stream")
export class FirstStream extends LitElement {
  override render() {
    return html`<section aria-labelledby="heading">
      <h2 id="heading">${texts.app.noStreams}</h2>
      <p class="muted">${texts.app.noStreamsHint}</p>
      <pre><code>curl --data-binary @photo.jpg \\
  -H 'content-type: image/jpeg' \\
  ${location.origin}/v1/streams/cam1/frames</code></pre>
      <p class="muted">${texts.app.noStreamsKafka}</p>
      <pre><code>kcat -P -b ${location.hostname}:9092 -t darkroom.frames \\
  -X partitioner=murmur2_random -k cam1 photo.jpg</code></pre>
    </section>`;
  }

  static override styles = [
    shared,
    css`
      section {
        max-width: 44rem;
        margin: 12vh auto 0;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.875rem;
      }
      h2 {
        font-size: 1.5rem;
        letter-spacing: 0;
        text-transform: none;
        color: var(--text);
      }
      pre {
        padding: 0.875rem 1rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        line-height: 1.6;
      }
    `,
  ];
}
