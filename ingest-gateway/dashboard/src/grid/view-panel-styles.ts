import { css } from "lit";

export const viewPanelStyles = css`
  figure {
    position: relative;
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
    height: 100%;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    overflow: hidden;
    container-type: inline-size;
  }
  figure[aria-current="true"] {
    border-color: var(--safelight);
    box-shadow: 0 0 0 1px var(--safelight);
  }
  figure.drop {
    border-style: dashed;
    border-color: var(--safelight);
  }
  figcaption,
  .numbers {
    display: flex;
    align-items: center;
    gap: 0.125rem;
    min-width: 0;
    padding: 0.25rem;
    font-size: 0.8125rem;
  }
  select {
    flex: 1;
    min-width: 0;
    height: 1.875rem;
    padding: 0 0.25rem;
    border: 1px solid transparent;
    border-radius: 6px;
    background: none;
    font-weight: 600;
    text-overflow: ellipsis;
  }
  select:hover {
    border-color: var(--edge);
  }
  option,
  optgroup {
    background: var(--surface);
    color: var(--text);
  }
  button {
    display: grid;
    flex: none;
    place-items: center;
    width: 1.875rem;
    height: 1.875rem;
    padding: 0;
    border: 0;
    border-radius: 6px;
    background: none;
    color: var(--muted);
  }
  button:hover {
    background: var(--raised);
    color: var(--text);
  }
  button[aria-pressed="true"] {
    color: var(--safelight);
  }
  .screen {
    position: relative;
    min-height: 0;
    aspect-ratio: 16 / 9;
    width: 100%;
    max-height: var(--screen-height, 100dvh);
    background: #000;
  }
  .numbers {
    gap: 0.125rem 0.875rem;
    flex-wrap: wrap;
    padding: 0.375rem 0.625rem;
    color: var(--muted);
    font-size: 0.75rem;
    font-variant-numeric: tabular-nums;
  }
  .accelerator {
    margin-left: auto;
    color: var(--text);
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .warning {
    color: var(--warning);
  }
  :host(:fullscreen) {
    background: #000;
  }
  :host(:fullscreen) figure {
    border-radius: 0;
  }
  :host(:fullscreen) .screen {
    height: 100%;
    max-height: none;
    aspect-ratio: auto;
  }
`;
