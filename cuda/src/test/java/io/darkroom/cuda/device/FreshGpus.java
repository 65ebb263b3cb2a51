package io.darkroom.cuda.device;

/** Resets the state of GPUs to that of a new process. */
public final class FreshGpus {

  private FreshGpus() {}

  /** Forgets lost GPUs. */
  public static void forget() {
    Gpus.forget();
  }
}
