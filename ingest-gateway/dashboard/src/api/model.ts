/** Streams, pipelines and filters as the gateway reports them. */

export interface Stream {
  streamId: string;
  /** "live", "ended", "idle" or "unknown". */
  state: string;
  fps: number;
  lastFrame?: LastFrame;
  pipelines: PipelineStatus[];
  /** Sequence numbers that were skipped. */
  missing: bigint;
  /** Frames in another partition than the stream's own. */
  misplaced: bigint;
  /** Frames that the job rejected, by error code. */
  rejects: Record<string, bigint>;
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
  /** Frames that did not reach a watcher of this gateway, by reason. */
  drops: Record<string, bigint>;
  /** Frames that ran on another accelerator than the requested one. */
  fellBackFrames: bigint;
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
  /** Whether results are made only while somebody uses them. */
  onDemand: boolean;
}

export interface Pipeline extends PipelineRequest {
  pipelineId: string;
  revision: number;
  /** Tells a pipeline from an earlier one with the same id. */
  uid?: string;
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
  /** Whether values between the steps are refused. */
  stepped?: boolean;
  options: string[];
  unit: string;
  /** For "text": the most characters. */
  maxLength?: number;
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
  /** Names of the GPUs that the engine uses. */
  devices: string[];
}

export interface Catalogue {
  filters: Filter[];
  job?: Job;
}

/** A named chain that all users share. */
export interface Preset {
  presetId: string;
  title: string;
  chain: string;
}
