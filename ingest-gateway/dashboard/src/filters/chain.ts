/** One `name=value` of a step, as written. */
export interface Argument {
  name: string;
  value: string;
}

/** One filter of a chain, as written. */
export interface Step {
  filterId: string;
  arguments: Argument[];
}

const BARE = /^[A-Za-z0-9_.+#-]+$/;

/** Writes the canonical text of a chain, the same as the gateway writes. */
export function formatChain(steps: readonly Step[]): string {
  return steps.map(formatStep).join(" | ");
}

function formatStep(step: Step): string {
  const list = step.arguments.map(({ name, value }) => `${name}=${formatValue(value)}`);
  return list.length === 0 ? step.filterId : `${step.filterId}(${list.join(", ")})`;
}

function formatValue(value: string): string {
  return BARE.test(value) ? value : `"${value.replace(/[\\"]/g, "\\$&")}"`;
}
