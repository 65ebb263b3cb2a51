import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { Code, ConnectError } from "@connectrpc/connect";
import { ApiError } from "../api/api";
import { failureOf } from "../api/rpc";
import { texts } from "../texts";

/** What is wrong with the fields of a form; key "" is about the whole form. */
export type Problems = Record<string, string>;

const BAD_REQUEST = "google.rpc.BadRequest";

/** Describes a failed call in one message. */
export function messageOf(error: unknown): string {
  return error instanceof ApiError ? error.message : failureOf(error).message;
}

/** Assigns the gateway's answer to the fields of a source. */
export function problemsOf(error: unknown): Problems {
  const cause = ConnectError.from(error);
  const violations = violationsOf(cause);
  if (violations.length > 0) {
    return Object.fromEntries(
      violations.map(({ field, text }) => [lastName(field), besideField(text)]),
    );
  }
  switch (cause.code) {
    case Code.AlreadyExists:
      return { sourceId: texts.sources.form.taken };
    case Code.Aborted:
      return { "": texts.sources.form.changedMeanwhile };
    case Code.PermissionDenied:
      // The address is the only thing of a source that can be forbidden.
      return { uri: messageOf(error) };
    default:
      return { "": messageOf(error) };
  }
}

interface Violation {
  field: string;
  text: string;
}

function violationsOf({ details }: ConnectError): Violation[] {
  return details.flatMap((detail) =>
    "type" in detail && detail.type === BAD_REQUEST ? readBadRequest(detail.value) : [],
  );
}

/** Reads a BadRequest: field 1 is a list of violations. */
function readBadRequest(bytes: Uint8Array): Violation[] {
  const violations: Violation[] = [];
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag();
    if (number === 1 && type === WireType.LengthDelimited) {
      violations.push(readViolation(reader.bytes()));
    } else {
      reader.skip(type);
    }
  }
  return violations;
}

/** Reads a FieldViolation: 1 is the field, 2 its description. */
function readViolation(bytes: Uint8Array): Violation {
  const violation = { field: "", text: "" };
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag();
    if (number === 1) {
      violation.field = reader.string();
    } else if (number === 2) {
      violation.text = reader.string();
    } else {
      reader.skip(type);
    }
  }
  return violation;
}

/** "source.width_px" and "credentials.username" become the names that the form uses. */
function lastName(path: string): string {
  const name = path.slice(path.lastIndexOf(".") + 1);
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Leaves out the field's name and value, which the form shows anyway. */
function besideField(text: string): string {
  const [, expected, advice] = text.match(/^\w+: .* \(expected: (.*)\)\. (.*)$/s) ?? [];
  return expected && advice ? texts.sources.form.expected(expected, advice) : text;
}
