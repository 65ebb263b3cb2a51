/** The outermost element around an element: the page, which stays when parts of it go. */
export function pageOf(element: Element): Element {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? pageOf(root.host) : element;
}
