import { css } from "lit";

/** Buttons, fields and folded sections, as in every part of the filter panel. */
export const controls = css`
  :host {
    min-width: 0;
    font-size: 0.875rem;
  }
  button {
    min-height: 2rem;
    padding: 0.125rem 0.625rem;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--surface);
    font-size: 0.8125rem;
  }
  button:hover:not(:disabled) {
    background: var(--raised);
  }
  button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  button.plain {
    border-color: transparent;
    background: none;
  }
  button.plain:hover:not(:disabled) {
    background: var(--raised);
  }
  button.primary {
    border-color: var(--safelight);
    background: var(--safelight);
    color: var(--on-safelight);
    font-weight: 600;
  }
  button.primary:hover:not(:disabled) {
    background: var(--safelight-strong);
  }
  button svg {
    display: block;
    width: 1rem;
    height: 1rem;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .icon {
    display: grid;
    flex: none;
    place-items: center;
    width: 2rem;
    padding: 0;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
  }
  input,
  select {
    font: inherit;
    color: inherit;
    accent-color: var(--safelight);
  }
  input:not([type="checkbox"], [type="radio"], [type="range"], [type="color"]),
  select {
    width: 100%;
    min-width: 0;
    min-height: 2rem;
    padding: 0.125rem 0.5rem;
    border: 1px solid var(--edge);
    border-radius: 6px;
    background: var(--ground);
  }
  input[aria-invalid="true"] {
    border-color: var(--warning);
  }
  .help {
    font-size: 0.75rem;
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  .problem {
    color: var(--warning);
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  summary {
    padding: 0.5rem 0;
    border-radius: 6px;
    cursor: pointer;
  }
  summary h3 {
    display: inline;
    font-size: 0.8125rem;
    font-weight: 600;
  }
`;
