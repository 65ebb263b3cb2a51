import type { ReactiveController, ReactiveControllerHost } from "lit";
import { type Webcam, type WebcamState, webcam } from "./webcam";

/** Renders its host again when the webcam changes. */
export class WebcamWatch implements ReactiveController {
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly source: Webcam = webcam,
  ) {
    host.addController(this);
  }

  get state(): WebcamState {
    return this.source.state;
  }

  hostConnected(): void {
    this.source.addEventListener("change", this.changed);
  }

  hostDisconnected(): void {
    this.source.removeEventListener("change", this.changed);
  }

  private readonly changed = () => this.host.requestUpdate();
}
