const UNAUTHENTICATED = 401;

let watching = false;

/**
 * Watches the page's calls from now on.
 *
 * @param root root of the gateway's paths
 * @param refused called when the gateway does not know the caller
 */
export function refusals(root: URL, refused: () => void): void {
  if (watching) {
    return;
  }
  watching = true;
  const original = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const response = await original(input, init);
    if (response.status === UNAUTHENTICATED && response.url.startsWith(root.href)) {
      refused();
    }
    return response;
  };
}
