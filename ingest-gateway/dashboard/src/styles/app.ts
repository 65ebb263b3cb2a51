import { css } from "lit";

export const appStyles = css`
  .top {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 1rem;
    padding: 0.75rem 1.25rem;
    border-bottom: 1px solid var(--line);
    font-size: 0.8125rem;
  }
  .brand {
    display: flex;
    align-items: center;
    gap: 0.625rem;
    font-size: 1rem;
    font-weight: 600;
    letter-spacing: 0.01em;
  }
  .lamp {
    width: 0.75rem;
    height: 0.75rem;
    border-radius: 50%;
    background: var(--safelight);
    box-shadow: 0 0 14px 1px color-mix(in srgb, var(--safelight) 70%, transparent);
  }
  .body {
    display: grid;
    grid-template-columns: 15rem minmax(0, 1fr);
    gap: 1.5rem;
    max-width: 110rem;
    margin: 0 auto;
    padding: 1.25rem;
  }
  aside {
    display: flex;
    flex-direction: column;
    gap: 1.25rem;
    min-width: 0;
  }
  .waiting {
    padding-top: 20vh;
    text-align: center;
    font-size: 1.125rem;
    font-weight: 400;
  }
  @media (max-width: 820px) {
    .body {
      grid-template-columns: minmax(0, 1fr);
      gap: 1rem;
      padding: 1rem;
    }
    .top {
      padding: 0.75rem 1rem;
    }
  }
`;
