import { css } from "lit";

export const searchStyles = css`
  input[type="search"] {
    min-height: 2.5rem;
    font-size: 1rem;
  }
  .help {
    padding: 0.5rem 0.25rem;
  }
  ul {
    height: min(26rem, 55dvh);
    overflow-y: auto;
  }
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 0.75rem;
    align-items: baseline;
    padding: 0.5rem 0.625rem;
    border-radius: 6px;
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  li[aria-selected="true"] {
    background: var(--raised);
    box-shadow: inset 3px 0 var(--safelight);
  }
  .name {
    font-weight: 600;
  }
  code {
    font-size: 0.75rem;
  }
  .description {
    grid-column: 1 / -1;
    font-size: 0.8125rem;
  }
`;
