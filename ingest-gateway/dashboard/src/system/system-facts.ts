import { timestampDate } from "@bufbuild/protobuf/wkt";
import type { GetSystemInfoResponse } from "../gen/darkroom/v1/config_service_pb";
import { texts } from "../texts";

/** A line of the system view: a name and what is known about it. */
export type Fact = [title: string, value: string];

export function jobFacts({ job, jobState, framesBehind }: GetSystemInfoResponse): Fact[] {
  const { system } = texts;
  if (!job) {
    return [[system.state, jobState]];
  }
  return [
    [system.state, jobState],
    [system.engine, job.engineReason ? `${job.engine}: ${job.engineReason}` : job.engine],
    [system.slots, String(job.parallelism)],
    [system.jobId, job.jobId],
    [system.group, job.group],
    [system.version, job.version],
    [system.behind, framesBehind === undefined ? system.unknown : String(framesBehind)],
    [system.checkpoint, job.checkpointAt ? time(timestampDate(job.checkpointAt)) : system.none],
    [system.failedCheckpoints, String(job.checkpointsFailed)],
  ];
}

export function gatewayFacts(info: GetSystemInfoResponse): Fact[] {
  const { system } = texts;
  const uses = Object.keys(info.inUse).sort();
  return [
    [system.gatewayId, info.gateway],
    [system.version, info.commit ? `${info.version} (${info.commit.slice(0, 8)})` : info.version],
    [system.startedAt, info.startedAt ? time(timestampDate(info.startedAt)) : system.unknown],
    ...uses.map((kind): Fact => [system.uses[kind] ?? kind, useOf(info, kind)]),
  ];
}

export function versionFacts({ components }: GetSystemInfoResponse): Fact[] {
  return Object.entries(components).sort(([one], [other]) => one.localeCompare(other));
}

function useOf({ inUse, limits }: GetSystemInfoResponse, kind: string): string {
  const limit = limits[kind];
  return limit === undefined ? String(inUse[kind]) : texts.system.of(`${inUse[kind]}`, `${limit}`);
}

function time(date: Date): string {
  return date.toLocaleString("en-GB");
}
