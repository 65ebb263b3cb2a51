import { css } from "lit";

export const appStyles = css`
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 23rem;
    align-items: start;
    gap: 1rem;
    padding: 0.75rem 1rem;
  }
  .body.wide {
    grid-template-columns: minmax(0, 1fr);
  }
  aside {
    display: grid;
    gap: 0.75rem;
    position: sticky;
    top: 0.75rem;
    max-height: calc(100dvh - 1.5rem);
    padding: 0.25rem 0.25rem 1rem;
    overflow-y: auto;
  }
  .wide aside {
    position: static;
  }
  .fold {
    justify-self: end;
    padding: 0.125rem 0.625rem;
    border: 1px solid var(--line);
    border-radius: 6px;
    background: none;
    color: var(--muted);
    font-size: 0.75rem;
  }
  .fold:hover {
    color: var(--text);
  }
  .skeleton {
    aspect-ratio: 16 / 9;
    max-height: calc(100dvh - 6rem);
    width: 100%;
    border-radius: var(--radius);
    background: linear-gradient(100deg, var(--surface) 40%, var(--raised) 50%, var(--surface) 60%);
    background-size: 200% 100%;
    animation: shimmer 1.6s linear infinite;
  }
  @keyframes shimmer {
    from {
      background-position: 100% 0;
    }
    to {
      background-position: -100% 0;
    }
  }
  .empty {
    display: grid;
    justify-items: center;
    gap: 0.75rem;
    padding: 20vh 1rem;
    text-align: center;
  }
  .empty h2 {
    font-size: 1.25rem;
    letter-spacing: 0;
    text-transform: none;
    color: var(--text);
  }
  .empty button {
    padding: 0.5rem 1rem;
    border: 0;
    border-radius: var(--radius);
    background: var(--safelight);
    color: var(--on-safelight);
    font-weight: 600;
  }
  @media (max-width: 1000px) {
    .body {
      grid-template-columns: minmax(0, 1fr);
    }
    aside {
      position: static;
      max-height: none;
    }
  }
  @media (max-width: 560px) {
    .body {
      padding: 0.5rem;
    }
  }
`;
