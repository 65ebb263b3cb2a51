import { expect, test } from "@playwright/test";

const SOURCE = "bench-720p";
const SECONDS = 20;

/** Statistics of all panels, as they report them, and the long tasks of the main thread. */
interface Measured {
  fps: number[];
  p95: number[];
  longTasks: number;
  longestMillis: number;
}

test.beforeAll(async ({ request }) => {
  const uri = "test:testsrc2=size=1280x720:rate=30";
  const added = await request.put(`/v1/sources/${SOURCE}`, { data: { uri } });
  expect(added.ok()).toBe(true);
});

test.afterAll(async ({ request }) => {
  await request.delete(`/v1/sources/${SOURCE}`);
});

for (const panels of [1, 4, 9]) {
  test(`${panels} panels of 720p at 30 fps`, async ({ page }) => {
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.goto(`/#${Array(panels).fill(`show=stream:${SOURCE}`).join("&")}`);
    await expect(page.getByTestId("panel-fps")).toHaveCount(panels);
    await expect(page.getByTestId("panel-latency").last()).toHaveText(/ms/);
    const measured = await page.evaluate(measure, SECONDS * 1000);
    const mean = measured.fps.reduce((sum, fps) => sum + fps, 0) / panels;
    console.log(
      `| ${panels} | ${mean.toFixed(1)} | ${Math.max(...measured.p95)} | ` +
        `${measured.longTasks} | ${measured.longestMillis.toFixed(0)} |`,
    );
    expect(mean).toBeGreaterThan(0);
  });
}

async function measure(millis: number): Promise<Measured> {
  const tasks: number[] = [];
  const observer = new PerformanceObserver((list) =>
    tasks.push(...list.getEntries().map(({ duration }) => duration)),
  );
  observer.observe({ type: "longtask" });
  const last = new Map<number, { fps: number; p95: number }>();
  const first = new Map<number, number>();
  const began = performance.now();
  document.addEventListener("panel-reading", (event) => {
    const { number, main } = (event as CustomEvent).detail;
    if (!first.has(number)) {
      first.set(number, main.frames);
    }
    const seconds = (performance.now() - began) / 1000;
    const fps = (main.frames - first.get(number)!) / seconds;
    last.set(number, { fps, p95: Math.round(main.latency?.p95 ?? 0) });
  });
  await new Promise((resolve) => setTimeout(resolve, millis));
  observer.disconnect();
  const readings = [...last.values()];
  return {
    fps: readings.map(({ fps }) => fps),
    p95: readings.map(({ p95 }) => p95),
    longTasks: tasks.length,
    longestMillis: Math.max(0, ...tasks),
  };
}
