import { create } from "@bufbuild/protobuf";
import { createValidator } from "@bufbuild/protovalidate";
import { type Source, SourceSchema } from "./gen/darkroom/v1/source_pb";

const validator = createValidator();

/** What the gateway would refuse in a source, by the rules of its proto; loaded when first needed. */
export function problemsOf(source: Partial<Pick<Source, "sourceId" | "uri" | "fps" | "loop">>): string[] {
  const result = validator.validate(SourceSchema, create(SourceSchema, source));
  if (result.kind === "error") {
    throw result.error;
  }
  return (result.violations ?? []).map(
    ({ field, message }) => `${field.map((part) => ("name" in part ? part.name : "")).join(".")}: ${message}`,
  );
}
