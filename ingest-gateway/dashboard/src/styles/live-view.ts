import { css } from "lit";

export const liveViewStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.25rem;
    container-type: inline-size;
  }
  .toolbar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.75rem 1.25rem;
  }
  h1 {
    margin-right: auto;
    font-size: 1.25rem;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .pipeline {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    font-size: 0.8125rem;
    min-width: 0;
  }
  select {
    max-width: 16rem;
    min-width: 0;
    padding: 0.375rem 0.625rem;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .panels {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
  }
  .none {
    display: grid;
    place-items: center;
    min-height: 9rem;
    padding: 1rem;
    border: 1px dashed var(--line);
    border-radius: var(--radius);
    text-align: center;
  }
  @container (min-width: 720px) {
    .panels.both {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
`;
