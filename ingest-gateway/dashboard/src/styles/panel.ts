import { css } from "lit";

/** Lists with buttons, and forms, as in the panels for sources and videos. */
export const panelStyles = css`
  ul,
  form {
    display: grid;
    gap: 0.75rem;
    font-size: 0.8125rem;
  }
  form {
    margin-top: 0.875rem;
  }
  li {
    display: grid;
    gap: 0.25rem;
    min-width: 0;
    padding-bottom: 0.75rem;
    border-bottom: 1px solid var(--line);
  }
  .name {
    overflow-wrap: anywhere;
    font-weight: 600;
  }
  .facts {
    font-size: 0.75rem;
    overflow-wrap: anywhere;
  }
  .live {
    color: var(--text);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
  }
  button {
    padding: 0.1875rem 0.5rem;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--surface);
  }
  button:hover:not(:disabled) {
    background: var(--raised);
  }
  label {
    display: grid;
    gap: 0.1875rem;
  }
  label.check {
    display: flex;
    gap: 0.5rem;
  }
  input {
    font: inherit;
    color: inherit;
  }
  input:not([type="checkbox"], [type="file"]) {
    width: 100%;
    padding: 0.25rem 0.5rem;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--surface);
  }
  input[type="file"] {
    max-width: 100%;
  }
  img {
    width: 100%;
    border-radius: var(--radius);
    background: var(--surface);
  }
  progress {
    width: 100%;
    accent-color: var(--safelight);
  }
  [role="alert"] {
    color: var(--warning);
    overflow-wrap: anywhere;
  }
`;
