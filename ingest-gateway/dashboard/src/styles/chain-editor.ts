import { css } from "lit";

export const chainEditorStyles = css`
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 1rem;
    padding-bottom: 0.5rem;
  }
  .status {
    font-size: 0.8125rem;
  }
  .row {
    display: flex;
    gap: 0.5rem;
    align-items: end;
  }
  textarea {
    flex: 1;
    min-width: 0;
    min-height: 2.75rem;
    padding: 0.625rem 0.875rem;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--surface);
    font: 0.9375rem/1.5 var(--mono);
    resize: none;
    field-sizing: content;
  }
  textarea::placeholder {
    color: var(--muted);
  }
  textarea[aria-invalid="true"] {
    border-color: var(--warning);
  }
  button {
    min-height: 2.75rem;
    padding: 0 1.125rem;
    font-size: 0.875rem;
    border: 0;
    border-radius: var(--radius);
    background: var(--safelight);
    color: var(--on-safelight);
    font-weight: 600;
  }
  button:hover {
    background: #ff7363;
  }
  button:disabled {
    opacity: 0.6;
    cursor: progress;
  }
  .keys {
    padding-top: 0.375rem;
    font-size: 0.75rem;
  }
  .keys.edited {
    color: var(--text);
  }
  kbd {
    padding: 0 0.3rem;
    border: 1px solid var(--line);
    border-radius: 4px;
    background: var(--raised);
    font: inherit;
  }
  .error {
    margin-top: 0.625rem;
    padding: 0.625rem 0.875rem;
    border-left: 3px solid var(--warning);
    border-radius: 4px;
    background: var(--warning-dim);
    font-size: 0.875rem;
  }
  .error code {
    display: block;
    padding-bottom: 0.5rem;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    color: #e4d6c3;
  }
  mark {
    background: none;
    color: var(--warning);
    font-weight: 700;
    text-decoration: underline wavy var(--warning) 1.5px;
    text-underline-offset: 0.3em;
    text-decoration-skip-ink: none;
  }
`;
