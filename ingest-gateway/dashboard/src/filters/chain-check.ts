import type { Filter } from "../api/model";
import { texts } from "../texts";
import { type Fault, type PlacedArgument, type PlacedStep, parseChain } from "./chain-parser";
import { problemOf } from "./parameter-value";

/** Finds the first step or argument that the catalogue does not allow. */
export function checkChain(steps: PlacedStep[], filters: Filter[]): Fault | undefined {
  for (const step of steps) {
    const filter = filters.find(({ id }) => id === step.filterId);
    if (!filter) {
      return { column: step.column, text: texts.filters.unknownFilter(step.filterId) };
    }
    for (const argument of step.arguments) {
      const fault = checkArgument(argument, filter, step);
      if (fault) {
        return fault;
      }
    }
  }
  return undefined;
}

function checkArgument(argument: PlacedArgument, filter: Filter, step: PlacedStep) {
  const { name, value, column, valueColumn } = argument;
  const parameter = filter.parameters.find(({ id }) => id === name);
  if (!parameter) {
    return { column, text: texts.filters.unknownParameter(name, filter.id) };
  }
  if (step.arguments.find((other) => other.name === name) !== argument) {
    return { column, text: texts.filters.givenTwice(name) };
  }
  const problem = problemOf(parameter, value);
  return problem ? { column: valueColumn, text: `${name}: ${problem}` } : undefined;
}

/** Which step, and which of its arguments, stands at a column of a chain's text. */
export interface Place {
  step: number;
  argument: string | undefined;
}

/** Finds what stands at a column; undefined if the text does not parse or has no steps. */
export function locate(text: string, column: number): Place | undefined {
  const parsed = parseChain(text);
  if (!("steps" in parsed)) {
    return undefined;
  }
  const step = parsed.steps.findLastIndex((one) => one.column <= column);
  const found = parsed.steps[step]?.arguments.findLast((one) => one.column <= column);
  return step < 0 ? undefined : { step, argument: found?.name };
}
