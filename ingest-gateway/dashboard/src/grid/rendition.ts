/** Few widths, so that many pages share the frames that the gateway scales down. */
const WIDTHS = [320, 480, 640, 960, 1280, 1920, 2560];

/**
 * The width to ask the gateway for, so that frames are at least as wide as a picture on the screen;
 * undefined for whole frames. All widths are in device pixels.
 */
export function widthFor(pictureWidth: number): number | undefined {
  return WIDTHS.find((width) => width >= pictureWidth);
}
