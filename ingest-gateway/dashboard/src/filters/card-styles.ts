import { css } from "lit";

export const cardStyles = css`
  article {
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }
  article.wrong {
    border-color: var(--warning);
  }
  :host([dragged]) article {
    border-color: var(--safelight);
    box-shadow: 0 8px 28px var(--shadow);
  }
  header {
    display: flex;
    align-items: center;
    gap: 0.25rem;
    padding: 0.25rem;
  }
  .handle {
    width: 1.75rem;
    color: var(--muted);
    cursor: grab;
    touch-action: none;
  }
  .handle svg {
    stroke-width: 2.25;
  }
  :host([dragged]) .handle {
    cursor: grabbing;
  }
  [type="checkbox"] {
    flex: none;
    width: 1.125rem;
    height: 1.125rem;
    margin: 0 0.25rem 0 0;
  }
  .title {
    display: flex;
    flex: 1;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem;
    min-width: 0;
    padding: 0.25rem 0.375rem;
    text-align: left;
  }
  .title svg {
    flex: none;
    color: var(--muted);
    transition: transform 120ms;
  }
  .title[aria-expanded="true"] svg {
    transform: rotate(90deg);
  }
  .texts {
    display: grid;
    min-width: 0;
  }
  .texts .muted {
    overflow: hidden;
    font-size: 0.75rem;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .name {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .disabled .name {
    color: var(--muted);
    font-weight: 400;
  }
  article > .problem {
    padding: 0 0.75rem 0.625rem;
  }
  #body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.875rem;
    padding: 0.25rem 0.875rem 1rem;
  }
`;
