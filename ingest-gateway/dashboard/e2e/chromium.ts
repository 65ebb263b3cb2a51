/** How to start the system's Chromium, with more of its arguments if needed. */
export function chromium(...more: string[]) {
  return {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", ...more],
  };
}
