/** Streams, pipelines and filters as the gateway reports them. */

export interface Stream {
  streamId: string;
  /** "live", "ended", "idle" or "unknown". */
  state: string;
  fps: number;
  lastFrame?: LastFrame;
  pipelines: PipelineStatus[];
}

export interface LastFrame {
  widthPx: number;
  heightPx: number;
  encoding: string;
}

export interface PipelineStatus {
  pipelineId: string;
  revision: bigint;
  fps: number;
  accelerator: string;
}

export interface Output {
  encoding: string;
  quality: number;
  scale: number;
}

export interface PipelineRequest {
  streamId: string;
  chain: string;
  accelerator: string;
  output: Output;
  labels: Record<string, string>;
  enabled: boolean;
}

export interface Pipeline extends PipelineRequest {
  pipelineId: string;
  revision: number;
}

export interface Parameter {
  id: string;
  type: string;
  title: string;
  help: string;
  defaultValue: string;
  min?: number;
  max?: number;
  step?: number;
  options: string[];
  unit: string;
}

export interface Filter {
  id: string;
  title: string;
  description: string;
  parameters: Parameter[];
}

export interface Job {
  jobId: string;
  version: string;
  engine: string;
  engineReason: string;
}

export interface Catalogue {
  filters: Filter[];
  job?: Job;
}
