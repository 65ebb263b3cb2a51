package io.darkroom.cuda.device;

/** What a new process knows of GPUs: nothing. */
public final class FreshGpus {

  private FreshGpus() {}

  /** Forgets which GPUs are lost. */
  public static void forget() {
    Gpus.forget();
  }
}
