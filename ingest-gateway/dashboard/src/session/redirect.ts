/** What the page must remember while the provider's page is shown. */
export interface Pending {
  state: string;
  /** Proves that the page that asked for a code is the one that uses it (PKCE). */
  verifier: string;
  /** The fragment of the page's address, which has the layout. */
  hash: string;
}

/** The provider's answer, and what the page remembered; without the latter the answer is not used. */
export interface Answer {
  query: URLSearchParams;
  pending: Pending | undefined;
}

const KEY = "darkroom-sign-in";

/** Remembers a sign-in until {@link takeAnswer}. */
export function remember(pending: Pending): void {
  sessionStorage.setItem(KEY, JSON.stringify(pending));
}

/**
 * Takes the provider's answer out of the page's address and restores the layout. Forgets the
 * sign-in. Undefined if the page was opened otherwise.
 */
export function takeAnswer(): Answer | undefined {
  const pending = forget();
  const query = new URLSearchParams(location.search);
  if (!query.has("state") || !(query.has("code") || query.has("error"))) {
    return undefined;
  }
  history.replaceState(null, "", location.pathname + location.hash);
  if (pending?.hash) {
    // The page follows its fragment, but not its history.
    location.replace(pending.hash);
  }
  return { query, pending };
}

function forget(): Pending | undefined {
  const stored = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return stored ? (JSON.parse(stored) as Pending) : undefined;
}
