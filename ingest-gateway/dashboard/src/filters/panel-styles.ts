import { css } from "lit";

export const panelStyles = css`
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
  }
  header {
    display: flex;
    align-items: center;
    gap: 0.25rem;
  }
  header h2 {
    flex: 1;
  }
  .empty {
    padding: 1rem;
    border: 1px dashed var(--line);
    border-radius: var(--radius);
    text-align: center;
  }
  .chain {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .add {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 0.375rem;
    min-height: 2.5rem;
    border-style: dashed;
    font-weight: 600;
  }
  preset-list,
  pipeline-settings {
    border-top: 1px solid var(--line);
  }
  preset-list + pipeline-settings {
    margin-top: -0.75rem;
  }
  .skeleton {
    display: grid;
    gap: 0.5rem;
  }
  .skeleton span {
    height: 2.5rem;
    border-radius: var(--radius);
    background: var(--raised);
    animation: wait 1.4s ease-in-out infinite alternate;
  }
  @keyframes wait {
    to {
      opacity: 0.45;
    }
  }
`;
