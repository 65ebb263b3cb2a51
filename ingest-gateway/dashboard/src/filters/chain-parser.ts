import { texts } from "../texts";
import type { Argument, Step } from "./chain";

/** A problem at a column of a chain's text, from 1. */
export interface Fault {
  column: number;
  text: string;
}

/** An argument with the columns of its name and its value. */
export interface PlacedArgument extends Argument {
  column: number;
  valueColumn: number;
}

/** A step with the column of its name. */
export interface PlacedStep extends Step {
  arguments: PlacedArgument[];
  column: number;
}

export type Parsed = { steps: PlacedStep[] } | { fault: Fault };

const MAX_LENGTH = 4096;
const MAX_STEPS = 32;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const BARE = /[A-Za-z0-9_.+#-]+/y;
const QUOTED = /"((?:[^"\\]|\\[^])*)"/y;
/** White space as the gateway sees it: without spaces that forbid a line break. */
const SPACE = /(?:(?![\u00a0\u2007\u202f\ufeff])\s)*/y;

/**
 * Parses the text of a chain by the gateway's grammar:
 *
 *     chain    = [ step { "|" step } ]
 *     step     = name [ "(" [ argument { "," argument } ] ")" ]
 *     argument = name "=" value
 *     value    = bare | '"' { character | '\' character } '"'
 */
export function parseChain(text: string): Parsed {
  try {
    return { steps: new Parser(text).chain() };
  } catch (error) {
    if (error instanceof Unexpected) {
      return { fault: { column: error.at + 1, text: error.message } };
    }
    throw error;
  }
}

class Unexpected extends Error {
  constructor(
    readonly at: number,
    message: string,
  ) {
    super(message);
  }
}

class Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  chain(): PlacedStep[] {
    if (this.text.length > MAX_LENGTH) {
      throw new Unexpected(MAX_LENGTH, texts.filters.syntax.tooLong(MAX_LENGTH));
    }
    this.take(SPACE);
    if (this.at === this.text.length) {
      return [];
    }
    const steps: PlacedStep[] = [];
    do {
      steps.push(this.step());
      if (steps.length > MAX_STEPS) {
        throw new Unexpected(steps[MAX_STEPS]!.column - 1, texts.filters.syntax.tooMany(MAX_STEPS));
      }
    } while (this.accept("|"));
    if (this.at < this.text.length) {
      throw this.unexpected(texts.filters.syntax.separator);
    }
    return steps;
  }

  private step(): PlacedStep {
    this.take(SPACE);
    const column = this.at + 1;
    const filterId = this.name(texts.filters.syntax.filterName);
    const list: PlacedArgument[] = [];
    if (this.accept("(") && !this.accept(")")) {
      do {
        list.push(this.argument());
      } while (this.accept(","));
      this.expect(")", texts.filters.syntax.closing);
    }
    return { filterId, arguments: list, column };
  }

  private argument(): PlacedArgument {
    this.take(SPACE);
    const column = this.at + 1;
    const name = this.name(texts.filters.syntax.parameterName);
    this.expect("=", texts.filters.syntax.equals);
    this.take(SPACE);
    const valueColumn = this.at + 1;
    return { name, value: this.value(), column, valueColumn };
  }

  private name(expected: string): string {
    const name = this.take(NAME);
    if (name === undefined) {
      throw this.unexpected(expected);
    }
    return name[0];
  }

  private value(): string {
    const start = this.at;
    if (this.text[start] === '"') {
      const quoted = this.take(QUOTED);
      if (!quoted) {
        throw new Unexpected(start, texts.filters.syntax.unclosed);
      }
      return quoted[1]!.replace(/\\([^])/g, "$1");
    }
    const bare = this.take(BARE);
    if (!bare) {
      throw this.unexpected(texts.filters.syntax.value);
    }
    return bare[0];
  }

  private accept(wanted: string): boolean {
    this.take(SPACE);
    const found = this.text[this.at] === wanted;
    this.at += found ? 1 : 0;
    return found;
  }

  private expect(wanted: string, expected: string): void {
    if (!this.accept(wanted)) {
      throw this.unexpected(expected);
    }
  }

  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text) ?? undefined;
    this.at += found?.[0].length ?? 0;
    return found;
  }

  private unexpected(expected: string): Unexpected {
    const found = this.text[this.at];
    return new Unexpected(this.at, texts.filters.syntax.unexpected(found, expected));
  }
}
