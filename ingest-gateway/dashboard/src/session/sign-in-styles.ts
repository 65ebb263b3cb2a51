import { css } from "lit";

/** The sign-in view covers the whole page. */
export const signInStyles = css`
  dialog {
    width: 100vw;
    max-width: none;
    height: 100dvh;
    max-height: none;
    padding: 1rem;
    border: 0;
    background: var(--ground);
    color: var(--text);
  }
  dialog[open] {
    display: grid;
    place-items: center;
  }
  section,
  form {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
  }
  section {
    width: min(24rem, 100%);
  }
  form {
    gap: 0.5rem;
    margin-top: 0.75rem;
    padding-top: 1.25rem;
    border-top: 1px solid var(--line);
  }
  h1 {
    display: flex;
    align-items: center;
    gap: 0.625rem;
    font-size: 1.25rem;
    font-weight: 600;
  }
  h2 {
    margin-bottom: 0.25rem;
  }
  .lamp {
    width: 0.75rem;
    height: 0.75rem;
    border-radius: 50%;
    background: var(--safelight);
    box-shadow: 0 0 14px 1px color-mix(in srgb, var(--safelight) 70%, transparent);
  }
  label {
    font-size: 0.8125rem;
    font-weight: 600;
  }
  .hint {
    font-size: 0.75rem;
  }
  .problem {
    color: var(--warning);
    font-size: 0.875rem;
    overflow-wrap: anywhere;
  }
  .problem:empty {
    display: none;
  }
  button,
  input {
    min-height: 2.5rem;
    padding: 0 0.75rem;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--surface);
    color: inherit;
    font: inherit;
  }
  input {
    min-width: 0;
  }
  [aria-invalid="true"] {
    border-color: var(--warning);
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
  button:disabled {
    cursor: default;
    opacity: 0.7;
  }
`;
