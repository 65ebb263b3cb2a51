import { css } from "lit";

export const chainTextStyles = css`
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 0.75rem;
    padding-bottom: 0.25rem;
  }
  h3 {
    margin: 0;
    font-size: 0.8125rem;
    font-weight: 600;
  }
  .editor {
    display: grid;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .editor:has([aria-invalid="true"]) {
    border-color: var(--warning);
  }
  /* Both lie on each other, so that the underlines stand below the letters that are typed. */
  .marks,
  textarea {
    grid-area: 1 / 1;
    min-width: 0;
    min-height: 2.5rem;
    margin: 0;
    padding: 0.5rem 0.75rem;
    border: 0;
    border-radius: var(--radius);
    font: 0.875rem/1.6 var(--mono);
    letter-spacing: 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .marks {
    color: transparent;
    pointer-events: none;
  }
  /* A line break at the end needs room too. */
  .marks::after {
    content: "\\200b";
  }
  textarea {
    width: 100%;
    height: 100%;
    overflow: hidden;
    resize: none;
    background: none;
    color: var(--text);
  }
  textarea::placeholder {
    color: var(--muted);
  }
  mark {
    background: none;
    color: transparent;
    text-decoration: underline wavy var(--warning) 1.5px;
    text-underline-offset: 0.25em;
    text-decoration-skip-ink: none;
  }
  #keys {
    padding-top: 0.25rem;
  }
  kbd {
    padding: 0 0.3rem;
    border: 1px solid var(--line);
    border-radius: 4px;
    background: var(--raised);
    font: inherit;
  }
  .error {
    display: grid;
    gap: 0.375rem;
    justify-items: start;
    margin-top: 0.5rem;
    padding: 0.5rem 0.75rem;
    border-left: 3px solid var(--warning);
    border-radius: 4px;
    background: var(--warning-dim);
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  .error p {
    max-width: 100%;
  }
  .error .place {
    display: inline;
    min-height: 0;
    padding: 0;
    border: 0;
    background: none;
    color: var(--warning);
    font-weight: 600;
    margin-right: 0.375em;
    text-decoration: underline;
  }
`;
