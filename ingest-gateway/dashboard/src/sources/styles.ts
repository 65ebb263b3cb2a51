import { css } from "lit";

/** Lists, cards, forms and buttons in the drawer of sources. */
export const sourceStyles = css`
  :host {
    font-size: 0.875rem;
  }
  :host([hidden]) {
    display: none;
  }
  h3 {
    margin: 0;
    font-size: 0.9375rem;
    font-weight: 600;
  }
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
  }
  .row,
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.375rem;
  }
  .hint {
    font-size: 0.75rem;
    color: var(--muted);
  }
  .problem {
    font-size: 0.8125rem;
    color: var(--warning);
    overflow-wrap: anywhere;
  }
  .empty {
    padding: 1.25rem;
    border: 1px dashed var(--edge);
    border-radius: var(--radius);
    color: var(--muted);
    text-align: center;
  }
  button,
  select,
  input:not([type="checkbox"], [type="file"]) {
    min-height: 2.25rem;
    padding: 0.25rem 0.75rem;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--surface);
    color: inherit;
    font: inherit;
  }
  button:hover:not(:disabled) {
    background: var(--raised);
  }
  button:disabled {
    color: var(--muted);
    cursor: default;
  }
  button.primary {
    border-color: transparent;
    background: var(--safelight);
    color: var(--on-safelight);
    font-weight: 600;
  }
  button.primary:hover:not(:disabled) {
    background: var(--safelight-strong);
  }
  button.small {
    min-height: 1.75rem;
    padding: 0.0625rem 0.625rem;
    font-size: 0.8125rem;
  }
  select,
  input:not([type="checkbox"], [type="file"]) {
    width: 100%;
    min-width: 0;
  }
  [aria-invalid="true"] {
    border-color: var(--warning) !important;
  }
  .skeleton {
    height: 3.5rem;
    border-radius: var(--radius);
    background: var(--raised);
    animation: breathe 1.4s ease-in-out infinite alternate;
  }
  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
`;

/** Forms: a label above each field. */
export const formStyles = css`
  form {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
  }
  .field {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.1875rem;
  }
  .field label {
    font-weight: 600;
    font-size: 0.8125rem;
  }
  .check {
    display: flex;
    align-items: center;
    gap: 0.5rem;
  }
  .check input {
    width: 1rem;
    height: 1rem;
    margin: 0;
    accent-color: var(--safelight);
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 0.75rem;
    align-items: start;
  }
  summary {
    padding: 0.25rem 0;
    font-weight: 600;
    cursor: pointer;
  }
  details > .stack {
    gap: 0.75rem;
    padding-top: 0.5rem;
  }
  .end {
    display: flex;
    justify-content: end;
    gap: 0.5rem;
  }
`;

/** Lists of videos and images with thumbnails, and the place to drop files. */
export const mediaStyles = css`
  .thumb {
    display: block;
    width: 100%;
    aspect-ratio: 16 / 9;
    border-radius: 6px;
    background: var(--raised);
    object-fit: cover;
  }
  .drop {
    display: grid;
    justify-items: center;
    gap: 0.25rem;
    padding: 1rem;
    border: 1px dashed var(--edge);
    border-radius: var(--radius);
    text-align: center;
  }
  .drop.over {
    border-color: var(--safelight);
    background: var(--safelight-dim);
  }
  progress {
    width: 100%;
    height: 0.5rem;
    accent-color: var(--safelight);
  }
`;
