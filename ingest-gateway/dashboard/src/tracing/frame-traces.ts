/** The trace of one published frame, from its sending to the gateway's answer. */
export interface FrameTrace {
  /** W3C trace context, to be sent with the frame. */
  readonly traceparent: string;
  /**
   * @param problem why the frame was refused or lost
   */
  end(problem?: string): void;
}

/** Begins the traces of published frames. Before tracing starts, no frame is traced. */
export const frameTraces: { begin(streamId: string): FrameTrace | undefined } = {
  begin: () => undefined,
};
