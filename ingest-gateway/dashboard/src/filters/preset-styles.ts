import { css } from "lit";

export const presetStyles = css`
  ul {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
  }
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.25rem;
    padding-bottom: 0.75rem;
    border-bottom: 1px solid var(--line);
  }
  .name {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  code {
    font-size: 0.75rem;
    overflow-wrap: anywhere;
  }
  form {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.5rem;
    padding: 0.75rem 0;
  }
  form .problem {
    grid-column: 1 / -1;
  }
  .problem:empty {
    display: none;
  }
`;
